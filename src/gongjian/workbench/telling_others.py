"""What the other agencies of a common decision are told (共同决定): the act, by whom, no more."""

from gongjian.cases.common_name import decided_with
from gongjian.cases.events import CommonLeft
from gongjian.common.acts import Act
from gongjian.matters.events import ActDone, SeatPassedOn
from gongjian.matters.models import Matter
from gongjian.matters.succession import HANDLING

from .models import NoticeKind
from .notifying import handlers_of, tell

# What one agency does in its own case on which the work of the others rests, or waits.
CONCERNS_ALL = frozenset(
    {
        *("cases.accept_common", "cases.hand_over_text", "cases.sign_common"),
        *("cases.withdraw_signature", "cases.suspend_case", "cases.resume_case"),
        *("cases.extend_decision_limit", "cases.send_back", "cases.supplement_investigation"),
        *("cases.record_failed_delivery", "cases.issue_decision", "cases.void_decision"),
        *("cases.deliver_decision", "cases.end_execution"),
        *("remedies.register", "remedies.record_result"),
    }
)


def of_act_in_common(act: Act, event: ActDone) -> None:
    """Tell the handlers of the other agencies what was done; nothing where a case stands alone."""
    # What is decided in one case is done in those of the others as well: that is no news of theirs.
    if act.code in CONCERNS_ALL and event.matter.agency_id == act.actor.agency:
        _tell(act, event.matter, act.service.title)


def of_new_handler(act: Act, event: SeatPassedOn) -> None:
    """Tell them with whom they work from now on."""
    row = event.succession
    if row.seat in HANDLING:
        _tell(act, row.matter, f"{row.get_seat_display()}变更为{row.successor.name}")


def of_leaving(act: Act, event: CommonLeft) -> None:
    """Tell them that an agency decides by itself again."""
    for other in event.others:
        _say(act, event.matter, other, "不再共同作出决定")


def _tell(act: Act, matter: Matter, words: str) -> None:
    for other in decided_with(matter):
        _say(act, matter, other, words)


def _say(act: Act, matter: Matter, other: Matter, words: str) -> None:
    said = f"{matter.agency.name}：{words}"
    tell(act, other, [(officer, NoticeKind.COMMON, said) for officer in handlers_of(other)])
