"""A demo case whose fine is not paid in time: surcharge, demand, an agreement on execution.

Source: 行政处罚法 第七十二条; 行政强制法 第四十二条、第五十四条.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from gongjian.common import clock as clocks
from gongjian.common.money import parse_yuan
from gongjian.payments.services.demands import undelivered

from .story import Story

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


class LateStory(Story):
    """Plays one case in which the party pays late, and agrees with the agency how to perform."""

    def _decided(self, day: int) -> Planned:
        for moment in super()._decided(day):
            if moment[2] == "pay":
                break
            yield moment
        imposed = "当事人逾期未缴纳罚款，同意加处。"
        yield (
            day + 15,
            10,
            "surcharge",
            self._do("payments.impose_surcharge", "agency_head", imposed),
        )
        yield day + 16, 9, "deliver_surcharge", self._deliver_paper
        yield day + 16, 10, "demand", self._demand
        yield day + 17, 9, "deliver_demand", self._deliver_paper
        yield from self._ruling(day + 18)
        yield day + 20, 15, "propose_agreement", self._agree
        said = self.case.agreement["approved"]
        yield day + 21, 10, "agreement", self._do("payments.approve_agreement", "agency_head", said)

    def _demand(self) -> None:
        self._perform("payments.make_demand", "handler")

    def _deliver_paper(self) -> None:
        waiting = undelivered(self._matter())
        self._perform(
            "payments.deliver_paper",
            "handler",
            paper=waiting[0].document.uid,
            way="direct",
            served_on=clocks.current().today(),
            place=self.case.party["address"],
            receiver=self.case.party["legal_representative"],
            certificate_shown="shown",
        )

    def _agree(self) -> None:
        told = self.case.agreement
        self._perform(
            "payments.propose_agreement",
            "handler",
            measures=told["measures"],
            measures_by=clocks.current().today() + timedelta(days=told["days"]),
            relief_fen=parse_yuan(told["relief"]),
            harmless=told["harmless"],
        )
