"""The hearing, from the party's demand to the host's report (听证)."""

from .announce import AnnounceHearing, announce_hearing
from .call import (
    CallHearing,
    DeliverHearingNotice,
    PostponeHearing,
    call_hearing,
    deliver_hearing_notice,
    hosts_of,
    kept_from_hearing,
    postpone_hearing,
)
from .demand import (
    RecordHearingRequest,
    RefuseHearing,
    WithdrawHearingRequest,
    record_hearing_request,
    refuse_hearing,
    withdraw_hearing_request,
)
from .held import Attendee, HoldHearing, ReportHearing, hold_hearing, report_hearing

__all__ = [
    "AnnounceHearing",
    "Attendee",
    "CallHearing",
    "DeliverHearingNotice",
    "HoldHearing",
    "PostponeHearing",
    "RecordHearingRequest",
    "RefuseHearing",
    "ReportHearing",
    "WithdrawHearingRequest",
    "announce_hearing",
    "call_hearing",
    "deliver_hearing_notice",
    "hold_hearing",
    "hosts_of",
    "kept_from_hearing",
    "postpone_hearing",
    "record_hearing_request",
    "refuse_hearing",
    "report_hearing",
    "withdraw_hearing_request",
]
