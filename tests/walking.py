"""Walks over the penalty procedure: who may do what at each state, tried act by act."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast, sign_papers
from gongjian.cases.testing_unseen import Watch
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import DomainError
from gongjian.matters.models import Matter
from gongjian.matters.queries import Position, next_acts, position_of, visible_matters
from gongjian.orgs.models import Officer
from gongjian.payments.queries import notice_of
from gongjian.payments.testing import receive

from .commands import COMMANDS, Standing, public_order
from .commands.penalty import TYPED

__all__ = ["COMMANDS", "ON_MATTERS", "STEPS", "TYPED", "Walk"]

ON_MATTERS = {code: s for code, s in acts.services().items() if s.on_matter}
STEPS = {code: s for code, s in ON_MATTERS.items() if s.step}
# The way on, so that a walk reaches the end of the procedure and not only its beginning.
ONWARD = frozenset(
    {
        "cases.propose_filing",
        "cases.approve_filing",
        "documents.make_seizure_list",
        "documents.make_seizure_record",
        "cases.end_investigation",
        "cases.inform_party",
        "cases.deliver_notice",
        "review.submit",
        "review.resubmit",
        "review.submit_no_penalty",
        "review.resubmit_no_penalty",
        "review.answer_problems",
        "cases.go_to_decision",
        "review.pass_review",
        "cases.issue_decision",
        "cases.deliver_decision",
        "publicity.draft_release",
        "publicity.publish_decision",
        "publicity.withhold",
        "cases.record_performance",
        "cases.report_on_spot",
        "cases.collect_on_spot",
        "cases.hand_in_fine",
        "cases.bank_fine",
        "cases.close_case",
        *public_order.ONWARD,
    }
)


# Naming a cause changes what every draft must find: tried at each state, never done for good.
TRIED_ONLY = {"cases.name_cause"}


class Commands(dict[str, Any]):
    """Commands for one state, each built when it is first asked for."""

    def __init__(self, stands: Standing) -> None:
        super().__init__()
        self._stands = stands

    def __missing__(self, code: str) -> Any:
        self[code] = COMMANDS[code](self._stands)
        return self[code]


class TakenBackError(Exception):
    """Ends a trial that succeeded: nothing of it stays."""


@dataclass
class Walk:
    """One case on its way; `chance` decides what happens next."""

    cast: Cast
    matter: Matter
    people: Mapping[str, Officer]
    chance: random.Random
    actors: dict[str, Actor] = field(default_factory=dict)
    states: int = 0
    never: frozenset[str] = frozenset()
    onward: frozenset[str] = frozenset()
    keen: float = 8.0  # on the way on, against 1 for any other act
    watch: Watch = field(default_factory=Watch)

    def actor(self, name: str) -> Actor:
        """Return a person as who acts."""
        if name not in self.actors:
            cast = replace(self.cast, people=dict(self.people), actors={})
            self.actors[name] = cast.actor(name)
        return self.actors[name]

    def fresh(self) -> Matter:
        """Return the matter as the database has it, with nothing remembered."""
        return Matter.objects.select_related("agency", "lead", "second").get(pk=self.matter.pk)

    @property
    def ways(self) -> frozenset[str]:
        """Return the acts that lead on in this walk."""
        return ONWARD | self.onward

    def family(self) -> list[Matter]:
        """Return the case and those that were split from the same one, as they stand now."""
        case = case_of(self.fresh())
        first = case.split_from or case
        kin = Case.objects.filter(Q(pk=first.pk) | Q(split_from=first))
        return list(Matter.objects.filter(pk__in=kin.values("matter")).order_by("pk"))

    def offered(self, clock: Clock) -> dict[str, set[str]]:
        """Return the acts that a page of this matter offers to each person."""
        matter = self.fresh()
        position = position_of(matter, clock)
        return {name: self.offered_to(name, matter, clock, position) for name in self.people}

    def offered_to(self, name: str, matter: Matter, clock: Clock, position: Position) -> set[str]:
        """Return the acts that a page of this matter offers to one person."""
        actor = self.actor(name)
        if not visible_matters(actor).filter(pk=matter.pk).exists():
            return set()
        return {offer.code for offer in next_acts(actor, matter, clock, position)}

    def commands(self, clock: Clock) -> "Commands":
        """Return a valid command of any act on a matter, for where the case stands."""
        return Commands(Standing(self.fresh(), clock, self.chance, list(self.people.values())))

    def answer(self, name: str, code: str, cmd: Any, clock: Clock) -> DomainError | None:
        """Try an act and take it back; return the refusal, or None where it was accepted."""
        try:
            with transaction.atomic():
                self.do(name, code, cmd, clock)
                raise TakenBackError
        except TakenBackError:
            return None
        except DomainError as refusal:
            return refusal

    def do(self, name: str, code: str, cmd: Any, clock: Clock) -> None:
        """Perform an act for good."""
        acts.service(code)(actor=self.actor(name), matter=self.matter.uid, cmd=cmd, clock=clock)

    def look(self, name: str, clock: Clock) -> None:
        """Ask that all the case asks for now stands in somebody's inbox."""
        self.watch.look(self.matter, self.people[name], clock)
        assert self.watch.unseen == []

    def do_one(self, accepted: Mapping[str, list[str]]) -> None:
        """Let one of the possible acts really happen: the way on most of the time."""
        codes = [code for code in accepted if code not in TRIED_ONLY] or list(accepted)
        weights = [4 if code in ONWARD else 1 for code in codes]
        code = self.chance.choices(codes, weights)[0]
        name = self.chance.choice(accepted[code])
        clock = self.cast.clock
        self.do(name, code, self.commands(clock)[code], clock)
        self.look(name, clock)
        if self.chance.random() < 0.8:  # the renderer may be late
            self.sign_papers()
        if self.chance.random() < 0.5:
            self.pay()
        self.let_time_pass()

    def let_time_pass(self) -> None:
        """Go on a minute, some hours, or beyond the limits of the law."""
        self.cast.wait(minutes=1)
        if self.chance.random() < 0.3:
            self.cast.wait(days=self.chance.choice([1, 3, 9]), hours=self.chance.randrange(24))

    def pay(self) -> bool:
        """Let the bank receive what is open; return whether anything was."""
        notice = notice_of(self.matter)
        if notice is None or not notice.outstanding_fen:
            return False
        receive(self.cast, self.matter)
        return True

    def sign_papers(self) -> bool:
        """Record the files of what was made, as the renderer does; return whether any waited."""
        signed = [sign_papers(self.cast, matter) for matter in self.family()]
        return any(signed)
