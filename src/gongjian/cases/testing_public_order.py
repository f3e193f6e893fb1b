"""A 治安 case carried through its acts: an adult's, a minor's, one of a station."""

from datetime import timedelta
from typing import Any

from gongjian.matters.models import Matter
from gongjian.orgs.choices import UnitKind
from gongjian.orgs.testing import make_officer, make_unit

from .public_order.models import Offender
from .public_order.repeating import as_recorded
from .queries import case_of
from .testing import (
    Cast,
    before_the_head,
    handed_over,
    inspected,
    make_cast,
    open_case,
    penalty_paper,
    propose,
    record_seizures,
    sign_papers,
)
from .testing_beside import guardian

ADULT: dict[str, Any] = {
    "party_kind": "natural",
    "party_name": "贺示例",
    "id_number": "110105198801010014",
    "address": "禄安市金山镇东街5号",
    "phone": "13900000002",
}
ANOTHER: dict[str, Any] = ADULT | {"party_name": "另示例", "id_number": "11010519880102001X"}
# Born on 2010-06-01 and 2013-06-01: fifteen and twelve in March 2026.
FIFTEEN: dict[str, Any] = ADULT | {"party_name": "小示例", "id_number": "11010520100601001X"}
CHILD: dict[str, Any] = ADULT | {"party_name": "童示例", "id_number": "110105201306010011"}
WARNING: tuple[dict[str, Any], ...] = ({"kind": "warning"},)
FINE_500: tuple[dict[str, Any], ...] = ({"kind": "fine", "amount_fen": 50_000},)
DETENTION: tuple[dict[str, Any], ...] = ({"kind": "detention", "days": 5},)


def police_cast(*, station: bool = False, **values: Any) -> Cast:
    """Return a public security bureau; with `station` its handlers and unit head sit in one."""
    cast = make_cast("lufeng", "public-security", **values)
    if station:
        unit = make_unit(cast.agency, "金山派出所", UnitKind.STATION)
        account = bool(values.get("accounts"))
        for office, role in (("handler", "handler"), ("second", "handler"), ("unit_head",) * 2):
            cast.people[office] = make_officer(cast.agency, (role,), unit=unit, account=account)
    return cast


def opened(cast: Cast, party: dict[str, Any] = ADULT, **values: Any) -> Matter:
    """Return a reported 治安 case that is not filed yet."""
    known: dict[str, Any] = {"public_order": True, "cause": "涉嫌扰乱单位秩序"}
    return open_case(cast, party, **(known | values))


def file_case(cast: Cast, matter: Matter, **values: Any) -> Matter:
    """Enter and file a case at once."""
    known = {"facts": "在医院门诊大厅吵闹。", "basis": "第二十六条第一款第一项"}
    cast.do("handler", "cases.file_public_order", matter, **(known | values))
    return matter


def establish(cast: Cast, matter: Matter, **values: Any) -> Offender | None:
    """State who acted, as the identity card says; a minor gets a guardian first."""
    case = case_of(matter)
    if not case.party.natural:
        return None
    born = case.party.born_on
    known: dict[str, Any] = {
        "sex": "male",
        "born_on": born_on(born) if born else born_on("1988-01-01"),
        "verified_by": "居民身份证",
        **as_recorded(case, cast.today),
    }
    offender: Offender = cast.do("handler", "cases.establish_offender", matter, **(known | values))
    if offender.minor:
        guardian(cast, matter)
    return offender


def born_on(text: str) -> Any:
    """Return a day from its text."""
    from datetime import date

    return date.fromisoformat(text)


def warrant(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Let the head of the bureau approve an inspection."""
    known: dict[str, Any] = {
        "place": inspected(cast)["place"],
        "place_kind": "住所",
        "cause": "涉嫌扰乱单位秩序",
        "officers": tuple(
            {"name": cast.people[o].name, "certificate": "A00001"} for o in ("handler", "second")
        ),
        "valid_until": cast.today + timedelta(days=2),
        "approval": "有必要检查，同意。",
    }
    return cast.do("agency_head", "documents.make_inspection_warrant", matter, **(known | values))


def question(cast: Cast, matter: Matter, office: str = "handler", **values: Any) -> Any:
    """Question somebody for an hour in the standard centre, on record."""
    return cast.do(office, "cases.record_questioning", matter, **(asked(cast) | values))


def asked(cast: Cast) -> dict[str, Any]:
    """Return what a lawful questioning of the person who acted states."""
    cast.wait(hours=4)
    return {
        "role": "offender",
        "person": "贺示例",
        "came_by": "oral",
        "arrived_at": cast.now - timedelta(hours=3),
        "began_at": cast.now - timedelta(hours=2),
        "ended_at": cast.now - timedelta(hours=1),
        "ground": "normal",
        "place_kind": "centre",
        "place": "金山派出所执法办案区1号询问室",
        "full_recording": True,
        "recording_at": "AV-2026-0001",
        "certificate_shown": "shown",
        "rights_told": True,
        "family_told": "当日电话通知其妻",
        "content": "问：你是什么时间到医院的？答：上午十点。",
    }


def testimony(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Question a witness, whose word is evidence beside the person's own."""
    known = asked(cast) | {"role": "witness", "person": "证示例", "came_by": "voluntary"}
    return cast.do("handler", "cases.record_questioning", matter, **(known | values))


def challenge(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Enter the review for which the punished person applied."""
    known: dict[str, Any] = {
        "against": penalty_paper(matter),
        "kind": "review",
        "applicant": "party",
        "applicant_name": matter.party_name,
        "body": "禄安市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销。",
    }
    return cast.do("handler", "remedies.register", matter, **(known | values))


def take_deposit(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Let the deposit of an application reach the bank today."""
    known: dict[str, Any] = {"payer": "贺示例", "paid_on": cast.today, "bank_receipt": "保1"}
    return cast.do("finance", "cases.take_deposit", matter, **(known | values))


def not_punished(cast: Cast, matter: Matter) -> None:
    """Decide not to punish a child, as the draft proposes; sign the decision and serve it."""
    draft = before_the_head(cast, matter)
    spare(cast, matter, draft_hash=draft.draft_hash)
    sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_unpunished", matter, **handed_over(cast))


def spare(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Sign the decision not to punish a child."""
    known: dict[str, Any] = {
        "basis": "《治安管理处罚法》第十二条",
        "reason": "违法时十二周岁。",
        "discipline": "责令监护人严加管教。",
    }
    return cast.do("agency_head", "cases.decide_not_to_punish", matter, **(known | values))


def investigated(
    cast: Cast, matter: Matter, items: Any = FINE_500, ground: str = "", **person: Any
) -> Matter:
    """Establish the person, question a witness, draft the decision and end the investigation.

    With a `ground` the draft proposes not to punish.
    """
    establish(cast, matter, **person)
    testimony(cast, matter)
    propose(cast, matter, items=() if ground else items, no_penalty_ground=ground)
    record_seizures(cast, matter)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    return matter
