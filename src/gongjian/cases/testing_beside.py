"""Who stands beside the party, for tests: needs found, a guardian asked, an interpreter called."""

from typing import Any

from gongjian.matters.models import Matter

from .testing import Cast


def state_needs(cast: Cast, matter: Matter, **needs: Any) -> Any:
    """Find whose help the party needs."""
    known: dict[str, Any] = {"reason": "核对残疾人证，询问近亲属。"}
    return cast.do("handler", "cases.state_assistance", matter, **(known | needs))


def guardian(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Ask a parent to come."""
    known: dict[str, Any] = {
        "kind": "parent",
        "name": "监示例",
        "relation": "父亲",
        "told_at": cast.now,
    }
    return cast.do("handler", "cases.register_guardian", matter, **(known | values))


def agent(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Take the letter of a lawyer who may speak, attend and receive, but waive nothing."""
    known: dict[str, Any] = {
        "name": "郑示例",
        "id_number": "律师执业证号151010000000000",
        "unit": "四川示例律师事务所",
        "phone": "13900000000",
        "may_state": True,
        "may_attend": True,
        "may_receive": True,
        "authority": "general",
        "signed_on": cast.today,
    }
    return cast.do("handler", "cases.register_agent", matter, **(known | values))


def interpreter(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Call somebody who signs for the party."""
    known: dict[str, Any] = {
        "kind": "sign",
        "name": "译示例",
        "language": "国家通用手语",
        "called_at": cast.now,
        "no_interest": True,
    }
    return cast.do("handler", "cases.call_interpreter", matter, **(known | values))
