"""A brawl of several offenders, each with a case of his own, played for tests."""

from typing import Any

from gongjian.matters.models import Matter

from .testing import Cast
from .testing_public_order import ADULT, FIFTEEN, establish, file_case, opened, testimony

SECOND: dict[str, Any] = ADULT | {
    "party_name": "乌示例",
    "id_number": "110105199001010010",
    "address": "禄安市金山镇西街3号",
}
THIRD: dict[str, Any] = SECOND | {"party_name": "齐示例", "id_number": "11010519920303001X"}
BOY: dict[str, Any] = FIFTEEN
CONDUCT = "用塑料凳击打对方一下。"


def filed(cast: Cast, **party: Any) -> Matter:
    """Return a filed 治安 case of one brawler."""
    return file_case(cast, opened(cast, ADULT | party))


def looked_into(cast: Cast, matter: Matter) -> Matter:
    """Let the case know its offender, and hold what a witness said."""
    establish(cast, matter)
    testimony(cast, matter)
    return matter


def open_companion(cast: Cast, matter: Matter, party: Any = SECOND, **values: Any) -> Matter:
    """Open and file the case of one more brawler."""
    known = party | {"conduct": CONDUCT, "victims": ()}
    new: Matter = cast.do("handler", "cases.open_companion", matter, **(known | values))
    return Matter.objects.get(pk=new.pk)
