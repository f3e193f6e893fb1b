"""A brawl of the demo: several offenders of one event, each in a case of his own (同案)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from gongjian.cases.queries import case_of

from .data import CaseFacts
from .police import PoliceStory

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


class BrawlStory(PoliceStory):
    """Plays the case of the first offender and, opened from it, those of his companions.

    An adult is told of the decision to come; a minor is questioned beside the guardian.
    """

    def __init__(self, facts: CaseFacts, number: int, today: date) -> None:
        super().__init__(facts, number, today)
        self.others = [
            PoliceStory(self._of(facts, told), number, today) for told in facts.companions
        ]

    @staticmethod
    def _of(facts: CaseFacts, told: dict[str, str]) -> CaseFacts:
        party = {key: told[key] for key in ("kind", "name", "id_number", "address", "phone")}
        person = {key: text for key, text in told.items() if key not in {*party, "conduct"}}
        # Only the first began it; the others joined in.
        found = facts.found | {"role": ["active", "烧烤店门前监控录像"]}
        mine = replace(facts, party=party, person=person, facts=told["conduct"], companions=[])
        return replace(mine, found=found)

    @property
    def cases(self) -> list[UUID]:
        """Return the cases of all of them."""
        return [*super().cases, *(one.uid for one in self.others if one.uid)]

    def _plan(self) -> Planned:
        """Yield what is done in all cases in the order of time, as a story must."""
        yield from sorted(self._all(), key=lambda one: one[:2])

    def _all(self) -> Planned:
        yield from super()._plan()
        yield 0, 18, "open_companions", self._open_others
        for hour, other in enumerate(self.others, 9):
            yield 1, hour, "establish_offender", other._establish
            yield 1, hour + 6, "question", other._question
        yield 2, 15, "take_evidence", self._take_evidence
        for other in self.others:
            if "guardian" not in other.case.person:
                yield from other._told(4)

    def _open_others(self) -> None:
        for other in self.others:
            party = other.case.party
            matter = self._perform(
                "cases.open_companion",
                "handler",
                party_kind=party["kind"],
                party_name=party["name"],
                id_number=party["id_number"],
                address=party["address"],
                phone=party["phone"],
                conduct=other.case.facts,
                victims=(),
            )
            other.uid = matter.uid

    def _take_evidence(self) -> None:
        source = case_of(self._matter()).uid
        for other in self.others:
            other._perform("cases.take_companion_evidence", "handler", case=source)
