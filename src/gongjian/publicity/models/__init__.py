"""What is released to the public, and what is kept about it."""

from .attachment import (
    CONFIRMED,
    Attachment,
    AttachmentBox,
    AttachmentPage,
    AttachmentResult,
    ReleaseAttachment,
)
from .item import (
    NOT_WITHDRAWN,
    DisplayRule,
    PublicAttachment,
    PublicCopy,
    PublicFile,
    PublicItem,
)
from .leak import LeakFinding, LeakJudgement, LeakScan, TextJudgement
from .objection import Objection, ObjectionAttempt, Objector
from .proof import ProofMark, PublicProof
from .release import HIDING, SETTLED, SHOWABLE, Redaction, Release
from .ruling import RULING_MARK, PublicRuling, RulingRound
from .series import NumberStanding, PublicNumber, PublicSeries
from .urge import PublicationYear, Urge

__all__ = [
    "CONFIRMED",
    "HIDING",
    "NOT_WITHDRAWN",
    "RULING_MARK",
    "SETTLED",
    "SHOWABLE",
    "Attachment",
    "AttachmentBox",
    "AttachmentPage",
    "AttachmentResult",
    "DisplayRule",
    "LeakFinding",
    "LeakJudgement",
    "LeakScan",
    "NumberStanding",
    "Objection",
    "ObjectionAttempt",
    "Objector",
    "ProofMark",
    "PublicAttachment",
    "PublicCopy",
    "PublicFile",
    "PublicItem",
    "PublicNumber",
    "PublicProof",
    "PublicRuling",
    "PublicSeries",
    "PublicationYear",
    "Redaction",
    "Release",
    "ReleaseAttachment",
    "RulingRound",
    "TextJudgement",
    "Urge",
]
