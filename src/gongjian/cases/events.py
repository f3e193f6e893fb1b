"""News of a case for higher apps."""

from dataclasses import dataclass

from gongjian.matters.models import Matter

from .models import Decision, Delivery, Hearing


@dataclass(frozen=True, slots=True)
class DecisionIssued:
    """A penalty decision was made."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class DecisionDelivered:
    """A penalty decision has reached the party and may be published."""

    decision: Decision
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class HearingCalledOff:
    """A hearing as called will not be held: postponed, or ended."""

    hearing: Hearing


@dataclass(frozen=True, slots=True)
class CommonLeft:
    """A case left a common decision; `others` are those of the agencies it was to be made with."""

    matter: Matter
    others: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """A line was entered in the account of a decision."""

    decision: Decision
