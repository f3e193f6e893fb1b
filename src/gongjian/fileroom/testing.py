"""A party that reads its file, for tests and the demo."""

from datetime import timedelta
from typing import Any

from gongjian.cases.models import PartyFiling, QueryCode
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter

from .models import Reading
from .queries import offerable, preparing, title_of


def code_of(cast: Cast, matter: Matter, **values: Any) -> tuple[QueryCode, str]:
    """Return a new code of the case and what its holder types."""
    row = cast.do("handler", "cases.issue_query_code", matter, **({"holder": "party"} | values))
    return row, row.__dict__["plain"]


def ask(cast: Cast, matter: Matter, content: str = "想看证据，用于陈述申辩。") -> PartyFiling:
    """Let the party ask to read its file."""
    code, _ = code_of(cast, matter)
    service = acts.service("fileroom.apply_to_read")
    cmd = service.cmd(content=content)
    filing: PartyFiling = service(
        actor=holder_of(code), matter=matter.uid, cmd=cmd, clock=cast.clock
    )
    return filing


def parts_named(matter: Matter, *words: str) -> tuple[str, ...]:
    """Return the codes of what may be offered whose name begins with one of the words."""
    found = offerable(matter)
    return tuple(c for c, one in found.items() if title_of(one).startswith(words))


def grant(cast: Cast, matter: Matter, *words: str, who: str = "handler", **values: Any) -> Reading:
    """Grant the newest request, and let the pages be drawn."""
    filing = PartyFiling.objects.filter(matter=matter, kind="reading").latest("id")
    given: dict[str, Any] = {
        "filing": filing.uid,
        "parts": parts_named(matter, *words) if words else tuple(offerable(matter)),
        "until_on": cast.today + timedelta(days=10),
    }
    reading: Reading = cast.do(who, "fileroom.grant_reading", matter, **(given | values))
    work_until_idle(cast.clock)
    return reading


def open_up(cast: Cast, matter: Matter, who: str = "handler", **values: Any) -> Reading:
    """Look at every page that only a person can read, and open it to the party."""
    reading = preparing(matter)
    assert reading is not None
    pages = [(p.number, page) for p in reading.parts.all() for page in p.pages.all()]
    seen = tuple(f"{number}.{page.number}" for number, page in pages if page.bare)
    given: dict[str, Any] = {"pages_seen": seen, "compared": True} | values
    opened: Reading = cast.do(who, "fileroom.open_reading", matter, **given)
    return opened
