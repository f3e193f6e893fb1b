"""One case of the demo that two agencies decide in their common name, each in a case of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from gongjian.cases.models import CommonAgency
from gongjian.orgs.models import Agency

from .data import CaseFacts
from .story import Story

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


def _uncatalogued(facts: CaseFacts) -> CaseFacts:
    """Return the same case without its cause of the catalogue, which is another domain's."""
    pieces = [{k: v for k, v in row.items() if k != "elements"} for row in facts.evidence]
    return replace(facts, cause_code="", found={}, evidence=pieces)


class CommonStory(Story):
    """Plays the leading agency's case and the invited one's, to where the latter's head signs."""

    def __init__(self, facts: CaseFacts, number: int, today: date) -> None:
        super().__init__(facts, number, today)
        own = replace(facts, agency=facts.together["agency"], together={})
        self.other = Story(_uncatalogued(own), number, today)
        self.invitation: UUID | None = None

    @property
    def cases(self) -> list[UUID]:
        """Return both cases."""
        return [*super().cases, *self.other.cases]

    def _plan(self) -> Planned:
        """Yield what both do in the order of time, as a story must."""
        yield from sorted(self._both(), key=lambda one: one[:2])

    def _both(self) -> Planned:
        other = self.other
        yield 0, 9, "register_clue", self._clue
        yield 0, 10, "open_case", self._open
        yield 0, 15, "propose_filing", self._propose
        yield 1, 10, "approve_filing", self._do("cases.approve_filing", "agency_head", "同意立案。")
        yield 1, 14, "record_inspection", self._inspect
        yield 1, 16, "add_evidence", self._evidence
        yield 2, 9, "invite_agency", self._invite
        yield 2, 10, "open_case", other._open
        yield 2, 11, "propose_filing", other._propose
        yield 2, 15, "approve_filing", other._do("cases.approve_filing", "agency_head", "同意。")
        yield 3, 14, "record_inspection", other._inspect
        yield 3, 15, "add_evidence", other._evidence
        yield 3, 16, "accept_common", self._accept
        yield 4, 11, "hand_over_text", lambda: self._perform("cases.hand_over_text", "handler")
        for story in (self, other):
            yield from story._told(4)
        for story in (self, other):
            yield 7, 9, "submit", story._submit_or_report
            yield 8, 15, "pass_review", story._pass
            yield 9, 9, "record_discussion", story._discuss

    def _invite(self) -> None:
        told = self.case.together
        row: CommonAgency = self._perform(
            "cases.invite_agency",
            "agency_head",
            agency=Agency.objects.get(code=told["agency"]).uid,
            reason=told["reason"],
            clue=self.case.content + self.case.findings,
        )
        assert row.clue is not None
        self.invitation, self.other.clue = row.uid, row.clue.uid

    def _accept(self) -> None:
        self.other._perform(
            "cases.accept_common",
            "agency_head",
            invitation=self.invitation,
            opinion=self.case.together["opinion"],
        )
