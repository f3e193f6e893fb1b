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
from .series import NumberStanding, PublicNumber, PublicSeries
from .urge import PublicationYear, Urge

__all__ = [
    "CONFIRMED",
    "HIDING",
    "NOT_WITHDRAWN",
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
    "PublicSeries",
    "PublicationYear",
    "Redaction",
    "Release",
    "ReleaseAttachment",
    "TextJudgement",
    "Urge",
]
