"""A demo case whose party went on after it was ordered to stop, and the penalty by the day."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from gongjian.matters.models import Matter

from .data import CaseFacts
from .ordered import OrderedStory, Planned
from .story import Story


class DailyStory(OrderedStory):
    """Plays the first case, open until the party obeys, and the one that a refusal opens.

    After the second refusal nobody has decided yet whether to open another.
    """

    def __init__(self, facts: CaseFacts, number: int, today: date) -> None:
        super().__init__(facts, number, today)
        self.new = Story(replace(facts, content=facts.ordered["findings"]), number, today)

    @property
    def cases(self) -> list[UUID]:
        """Return both cases."""
        return [*super().cases, *self.new.cases]

    def _plan(self) -> Planned:
        return (one for one in super()._plan() if one[2] != "close")

    def _corrected(self) -> Planned:
        yield 15, 11, "order_correction", self._order
        yield 15, 16, "deliver_correction", self._deliver_order
        yield 22, 15, "recheck", self._look_again
        yield 22, 17, "open_daily", self._open_daily
        yield from self._by_the_day()

    def _by_the_day(self) -> Planned:
        new = self.new
        yield 23, 9, "order_again", self._order
        yield 23, 10, "propose_filing", new._propose
        yield 23, 16, "deliver_again", self._deliver_order
        yield 24, 10, "approve_filing", new._do("cases.approve_filing", "agency_head", "同意立案。")
        yield 25, 14, "record_inspection", new._inspect
        yield 26, 10, "draft_daily", self._draft_daily
        yield 26, 14, "end_investigation", new._end
        yield 26, 15, "inform_party", new._inform
        yield 27, 10, "deliver_notice", new._serve("cases.deliver_notice")
        yield 30, 15, "recheck_again", self._look_again

    def _open_daily(self) -> None:
        matter: Matter = self._perform(
            "cases.open_daily", "handler", reason=self.case.ordered["daily"]
        )
        self.new.uid = matter.uid

    def _draft_daily(self) -> None:
        """Draft what the form is filled with: the sum is counted, nobody types it."""
        told = self.case.ordered
        self.new._perform(
            "cases.draft_decision",
            "handler",
            facts=f"{self.case.facts}{told['findings']}",
            violated=self.case.violated,
            complex=bool(self.case.complex),
            findings_reason=self.case.complex,
        )
