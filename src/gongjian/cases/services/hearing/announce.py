"""An open hearing is announced to everybody before it is held (听证公告)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases import papers_hearing as papers
from gongjian.cases.beside import latest_assistance, minor_by_papers
from gongjian.cases.models import Hearing
from gongjian.cases.queries import case_of, running_hearing
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.documents.choices import DocumentState
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .call import running


@dataclass(frozen=True)
class AnnounceHearing:
    attend_by: date = fields.day(
        "报名旁听的截止日期", future=True, help="早于听证之日，留出准备座位的时间"
    )
    attend_how: str = fields.text(
        "旁听办法",
        max_length=500,
        help="写报名的方式、旁听席的数量和须携带的证件；不得无故限制旁听。用句号结尾",
    )


@act("cases.announce_hearing", title="公告听证", final=True)
def announce_hearing(*, act: Act, cmd: AnnounceHearing) -> Hearing:
    """Announce an open hearing: what it is about, when, where, and how anybody may attend.

    Never one that is closed over secrets of the state, of trade or of a person, or of a minor.

    Raises:
        InvalidInput: the last day to ask for a seat is not before the hearing.

    Source: 行政处罚法 第六十四条第三项.
    """
    case = case_of(act.matter)
    hearing = running(case)
    if not act.today <= cmd.attend_by < hearing.scheduled_on:
        told = f"应当不早于今天，并早于听证之日（{hearing.scheduled_on.isoformat()}）"
        raise InvalidInput({"attend_by": told})
    values = papers.hearing_announcement(act, case, hearing, cmd)
    hearing.announcement = make(act, "hearing-announcement", values)
    act.write(hearing)
    return hearing


announce_hearing.requires(no_handler)


@announce_hearing.requires
def _open_to_all(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    hearing = running_hearing(case)
    if hearing is None:
        return ""
    if not hearing.open_to_public:
        return f"本次听证不公开举行（{hearing.closed_reason}），不得公告"
    found = latest_assistance(case)
    if minor_by_papers(case, clock.today()) or (found is not None and found.minor):
        return "当事人未满十八周岁，听证不得公告。请办理“延期听证”，重新组织为不公开举行"
    return ""


@announce_hearing.requires
def _ahead(actor: Actor, matter: Matter, clock: Clock) -> str:
    hearing = running_hearing(case_of(matter))
    if hearing is None or clock.today() < hearing.scheduled_on:
        return ""
    return "听证的日期已到，公告须在举行以前作出"


@announce_hearing.requires
def _once(actor: Actor, matter: Matter, clock: Clock) -> str:
    hearing = running_hearing(case_of(matter))
    paper = hearing.announcement if hearing else None
    stands = paper is not None and paper.state != DocumentState.VOID
    return "本次听证已经公告；改期的，另行组织以后重新公告" if stands else ""


@announce_hearing.prefilled
def _how(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"attend_how": "可以电话或者现场报名，旁听席报满为止；旁听时请携带身份证件。"}
