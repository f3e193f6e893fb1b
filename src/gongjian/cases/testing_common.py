"""Stories of several agencies that decide in their common name, for tests and scenarios."""

from typing import Any

from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .common_name import same_words, text_of
from .models import CommonAgency
from .queries import case_of
from .testing import (
    COMPANY,
    Cast,
    file_case,
    inform,
    inspect,
    let_time_run,
    make_cast,
    open_case,
    propose,
    sign_papers,
)

FINE: tuple[dict[str, Any], ...] = ({"kind": "fine", "amount_fen": 300_000},)


def make_other(cast: Cast, *, accounts: bool = False, **agency: Any) -> Cast:
    """Return the people of another agency of the same government, living at the same time."""
    known = {"code": "qingchuan-market", "name": "青川市市场监督管理局"}
    other = make_cast(cast.agency.profile, "market", accounts=accounts, **(known | agency))
    other.now = cast.now
    return other


def together(cast: Cast, other: Cast) -> None:
    """Let both agencies live at the later of their moments."""
    cast.now = other.now = max(cast.now, other.now)


def invite(cast: Cast, matter: Matter, other: Cast) -> CommonAgency:
    """Invite the other agency to decide in the common name."""
    row: CommonAgency = cast.do(
        "agency_head",
        "cases.invite_agency",
        matter,
        agency=other.agency.uid,
        reason="违法行为同时违反两个领域的规定，宜由两机关共同处理。",
        clue="该公司未重新报批环境影响评价文件，擅自改变生产工艺。",
    )
    return row


def open_other(other: Cast, invitation: CommonAgency, **values: Any) -> Matter:
    """Open and file a case from the clue that was handed over."""
    assert invitation.clue is not None, "an invited agency gets its clue"
    known: dict[str, Any] = {
        "clue": invitation.clue.uid,
        "cause": "涉嫌未重新报批环境影响评价文件擅自开工建设",
        "second": other.people["second"].uid,
        "act_ended_on": other.today,
    }
    matter: Matter = other.do("handler", "cases.open_case", **(known | COMPANY | values))
    return file_case(other, matter)


def accept(other: Cast, matter: Matter, invitation: CommonAgency) -> CommonAgency:
    """Let the other agency join with its own case."""
    row: CommonAgency = other.do(
        "agency_head",
        "cases.accept_common",
        matter,
        invitation=invitation.uid,
        opinion="本机关对该行为有管辖权，同意共同作出决定。",
    )
    return row


def joined(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    """Return the filed and inspected case of each agency, joined for one decision."""
    matter = file_case(cast, open_case(cast))
    inspect(cast, matter)
    together(cast, other)
    invitation = invite(cast, matter, other)
    together(cast, other)
    own = open_other(other, invitation)
    inspect(other, own)
    accept(other, own, invitation)
    together(cast, other)
    return matter, own


def ready(cast: Cast, matter: Matter, items: Any = FINE, **draft: Any) -> Matter:
    """Carry an investigated case to where the head decides, by the agency's own gates."""
    propose(cast, matter, items=items, **draft)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    let_time_run(cast, inform(cast, matter))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return matter


def both_ready(cast: Cast, matter: Matter, other: Cast, own: Matter, **draft: Any) -> None:
    """Carry both cases to their heads, on one text that the leading agency handed over."""
    ready(cast, matter, **draft)
    cast.do("handler", "cases.hand_over_text", matter)
    together(cast, other)
    ready(other, own, **draft)
    together(cast, other)


def sign(other: Cast, matter: Matter, **values: Any) -> Any:
    """Let the head of an invited agency sign the text handed over."""
    text = text_of(case_of(Matter.objects.get(pk=matter.pk)))
    known = {"text_hash": same_words(text.draft) if text else "0" * 64, "opinion": "同意。"}
    return other.do("agency_head", "cases.sign_common", matter, **(known | values))


def issue(cast: Cast, matter: Matter, **values: Any) -> Any:
    """Let the head of the leading agency sign last, which issues the decision of all."""
    draft = case_of(Matter.objects.get(pk=matter.pk)).drafts.latest("version")
    known = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    decision = cast.do("agency_head", "cases.issue_decision", matter, **(known | values))
    held = Document.objects.filter(copy_of=decision.document)
    for one in Matter.objects.filter(pk__in=[matter.pk, *held.values_list("matter", flat=True)]):
        sign_papers(cast, one)
    return decision
