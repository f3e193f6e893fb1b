"""A demo case in which the party was ordered to correct at once, and was looked at again."""

from collections.abc import Callable, Iterator
from heapq import merge

from gongjian.common import clock as clocks

from .rechecked import RecheckedStory

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


class OrderedStory(RecheckedStory):
    """Plays one case with an order to correct, its service and its re-check."""

    def _plan(self) -> Planned:
        yield from merge(super()._plan(), self._corrected(), key=lambda one: one[:2])

    def _corrected(self) -> Planned:
        """Yield the acts about the order in the order of time."""
        yield 3, 11, "order_correction", self._order
        yield 3, 16, "deliver_correction", self._deliver_order
        yield 8, 15, "recheck", self._look_again

    def _order(self) -> None:
        told = self.case.ordered
        self._perform(
            "documents.make_correction_order",
            "handler",
            facts=self.case.facts,
            violated=self.case.violated,
            basis=told["basis"],
            requirements="\n".join(told["requirements"]),
            deadline="立即",
            report="改正以后三日内书面报告改正情况，附照片。",
            consequence=told["consequence"],
        )

    def _deliver_order(self) -> None:
        today, party = clocks.current().today(), self.case.party
        self._perform(
            "cases.deliver_correction",
            "handler",
            way="direct",
            served_on=today,
            place=party["address"],
            receiver=party.get("legal_representative") or party["name"],
            certificate_shown="shown",
            correct_by=today,
        )

    def _look_again(self) -> None:
        told = self.case.ordered
        self._recheck(told["result"], told["findings"], told["evidence"])
