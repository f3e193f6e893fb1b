"""What a person may choose in the forms of a 治安 case."""

from typing import Any

from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.public_order.companions import new_for
from gongjian.cases.services.public_order.inspecting import warrants_of
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.options import options

from .choices import DepositFate
from .permitting import unpermitted, unreported
from .queries import deposit_standing, usable_evidence, victims_without_copy


@options("cases.usable_evidence")
def evidence(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the evidence of the case that is not excluded, oldest first."""
    assert isinstance(matter, Matter)
    held = usable_evidence(case_of(matter))
    return [(str(e.uid), f"{e.name}（{e.get_kind_display()}）") for e in held]


@options("cases.inspection_warrant")
def warrants(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the inspection warrants of the case that were not taken back."""
    assert isinstance(matter, Matter)
    return [(str(w.uid), f"{w.title}{w.number}") for w in warrants_of(matter)]


@options("cases.victim_without_copy")
def victims(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the victims to whom the decision was not given yet."""
    assert isinstance(matter, Matter)
    return [(str(v.uid), v.name) for v in victims_without_copy(case_of(matter))]


@options("cases.unpermitted_deputy")
def congresses_to_ask(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the congresses that have not permitted yet that their deputy is detained."""
    assert isinstance(matter, Matter)
    return [(str(one.uid), one.congress) for one in unpermitted(case_of(matter))]


@options("cases.unreported_deputy")
def congresses_to_tell(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the congresses of townships that were not told yet."""
    assert isinstance(matter, Matter)
    case = case_of(matter)
    return [(str(one.uid), one.congress) for one in unreported(case, decision_of(case))]


@options("cases.companion_with_evidence")
def companions(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the other cases of the event that hold what this one has not taken over yet."""
    assert isinstance(matter, Matter)
    return [
        (
            str(one.source.uid),
            f"{one.source.party.name}（证据{len(one.evidence)}件，笔录{len(one.papers)}份）",
        )
        for one in new_for(actor, case_of(matter))
    ]


@options("cases.forfeited_before")
def forfeited_before(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List one entry where a forfeiture fell and is to be decided again, else none."""
    row = deposit_standing(case_of(matter)).forfeitable if isinstance(matter, Matter) else None
    again = row is not None and row.fate == DepositFate.FORFEITED
    return [("anew", "重新作出")] if again else []
