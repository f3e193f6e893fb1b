"""The acts that only a 治安 case has, in the order of the procedure."""

from .companions import (
    OpenCompanion,
    TakeCompanionEvidence,
    open_companion,
    take_companion_evidence,
)
from .deciding import (
    DecideAtStation,
    DecideNotToPunish,
    DecidePublicOrder,
    DeliverUnpunished,
    EndUnpunished,
    decide_at_station,
    decide_not_to_punish,
    decide_public_order,
    deliver_unpunished,
    end_unpunished,
)
from .detention import (
    AskSuspension,
    EndSuspension,
    ExecuteDetention,
    GrantSuspension,
    RefuseSuspension,
    ask_suspension,
    end_suspension,
    execute_detention,
    grant_suspension,
    refuse_suspension,
)
from .evidence import ExcludeEvidence, exclude_evidence
from .filing import FilePublicOrder, RefusePublicOrder, file_public_order, refuse_public_order
from .inspecting import InspectAtOnce, InspectByWarrant, inspect_at_once, inspect_by_warrant
from .notice import InformOffender, inform_offender
from .people import (
    EstablishOffender,
    RegisterVictim,
    establish_offender,
    register_victim,
)
from .questioning import RecordQuestioning, record_questioning
from .victims import GiveVictimCopy, give_victim_copy

__all__ = [
    "AskSuspension",
    "DecideAtStation",
    "DecideNotToPunish",
    "DecidePublicOrder",
    "DeliverUnpunished",
    "EndSuspension",
    "EndUnpunished",
    "EstablishOffender",
    "ExcludeEvidence",
    "ExecuteDetention",
    "FilePublicOrder",
    "GiveVictimCopy",
    "GrantSuspension",
    "InformOffender",
    "InspectAtOnce",
    "InspectByWarrant",
    "OpenCompanion",
    "RecordQuestioning",
    "RefusePublicOrder",
    "RefuseSuspension",
    "RegisterVictim",
    "TakeCompanionEvidence",
    "ask_suspension",
    "decide_at_station",
    "decide_not_to_punish",
    "decide_public_order",
    "deliver_unpunished",
    "end_suspension",
    "end_unpunished",
    "establish_offender",
    "exclude_evidence",
    "execute_detention",
    "file_public_order",
    "give_victim_copy",
    "grant_suspension",
    "inform_offender",
    "inspect_at_once",
    "inspect_by_warrant",
    "open_companion",
    "record_questioning",
    "refuse_public_order",
    "refuse_suspension",
    "register_victim",
    "take_companion_evidence",
]
