"""The rows of a penalty case. Each row is one fact of the procedure and is never edited."""

from .account import AccountLine, ExecutionEnd, Overturn, PaperChange, PaperOverturn
from .agent import Agent, HearingAgent
from .archiving import ArchivedFile
from .beside import Assistance, Guardian, Interpreter
from .case import Case
from .common_name import CommonAgency, CommonSignature, CommonText
from .companion import Companion, SharedMaterial
from .correcting import CorrectionOrder, Recheck
from .daily import DailyPenalty
from .decision import Decision, OnSpot
from .delivery import Delivery, FailedDelivery
from .discussion import (
    Discussion,
    DiscussionVote,
)
from .draft import Draft
from .endings import (
    CaseLink,
    CrimeTransfer,
    GoodsDisposal,
    GoodsHandover,
    Handover,
    InformantTold,
    NoPenalty,
    Termination,
)
from .entry import EntryReview
from .exclusion import ExclusionProposal
from .hearing import (
    Hearing,
    HearingRequest,
)
from .investigation import Evidence, Inspection
from .notice import Notice, Statement
from .party import (
    PartyFiling,
    QueryCode,
)
from .performance import Collection, Performance
from .positions import ActPosition
from .prior_fine import PriorFine
from .review import Review
from .scope import ScopeChange
from .secret import SecretCase
from .several import FurtherParty, JointParty
from .standing import StandingItems
from .visit import SiteVisit

__all__ = [
    "AccountLine",
    "ActPosition",
    "Agent",
    "ArchivedFile",
    "Assistance",
    "Case",
    "CaseLink",
    "Collection",
    "CommonAgency",
    "CommonSignature",
    "CommonText",
    "Companion",
    "CorrectionOrder",
    "CrimeTransfer",
    "DailyPenalty",
    "Decision",
    "Delivery",
    "Discussion",
    "DiscussionVote",
    "Draft",
    "EntryReview",
    "Evidence",
    "ExclusionProposal",
    "ExecutionEnd",
    "FailedDelivery",
    "FurtherParty",
    "GoodsDisposal",
    "GoodsHandover",
    "Guardian",
    "Handover",
    "Hearing",
    "HearingAgent",
    "HearingRequest",
    "InformantTold",
    "Inspection",
    "Interpreter",
    "JointParty",
    "NoPenalty",
    "Notice",
    "OnSpot",
    "Overturn",
    "PaperChange",
    "PaperOverturn",
    "PartyFiling",
    "Performance",
    "PriorFine",
    "QueryCode",
    "Recheck",
    "Review",
    "ScopeChange",
    "SecretCase",
    "SharedMaterial",
    "SiteVisit",
    "StandingItems",
    "Statement",
    "Termination",
]

# The rows that only a 治安 case has; Django finds the models of an app through this module.
from gongjian.cases.public_order import deputies as public_order_deputies  # noqa: F401
from gongjian.cases.public_order import families as public_order_families  # noqa: F401
from gongjian.cases.public_order import fast_handling as public_order_fast  # noqa: F401
from gongjian.cases.public_order import foreigners as public_order_foreigners  # noqa: F401
from gongjian.cases.public_order import guarantee as public_order_guarantee  # noqa: F401
from gongjian.cases.public_order import models as public_order_models  # noqa: F401
from gongjian.cases.public_order import official as public_order_official  # noqa: F401
