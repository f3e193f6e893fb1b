"""A demo case whose confiscated goods are sold by auction or destroyed; the money goes up.

Source: 行政处罚法 第七十四条.
"""

from collections.abc import Callable, Iterator
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.money import parse_yuan
from gongjian.orgs.queries import officers_with_role
from gongjian.payments.queries import not_handed_over
from gongjian.payments.services.goods import records, unhandled

from .story import Story

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]
WAYS = {"auction": "公开拍卖", "destroy": "销毁"}


class SoldStory(Story):
    """Plays one case to the end of its goods."""

    def _decided(self, day: int) -> Planned:
        for moment in super()._decided(day):
            if moment[2] == "close":
                yield from self._sold(day + 14)
                yield day + 17, *moment[1:]
            else:
                yield moment

    def _sold(self, day: int) -> Planned:
        yield day, 11, "goods_record", self._record
        yield day, 15, "handle_goods", self._handle
        yield day + 1, 10, "hand_over_proceeds", self._hand_over

    def _record(self) -> None:
        told, now = self.case.sold, clocks.current().now()
        goods = [
            {"name": one.name, "model": "", "count": one.quantity} | self._said(one.name)
            for one in unhandled(self._matter())
        ]
        self._perform(
            "documents.make_confiscated_goods_record",
            "handler",
            handled_at=now.replace(second=0, microsecond=0),
            place=told["place"],
            goods=goods,
            basis="《中华人民共和国行政处罚法》第七十四条第一款、第二款",
            approved_on=clocks.local_date(now),
            process=told["process"],
            recording=told["recording"],
            supervisor=f"{self._officer('finance').name}（财务）",
            receiver=told["auctioneer"],
        )

    def _said(self, name: str) -> dict[str, str]:
        of_one = self._way(name)
        return {"way": WAYS[of_one["way"]], "result": of_one["result"]}

    def _way(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.case.sold["goods"][name]
        return found

    def _handle(self) -> None:
        matter, today = self._matter(), clocks.current().today()
        head = officers_with_role(self._agency(), "unit_head", today)[0]
        paper = records(matter).get()
        for one in unhandled(matter):
            told = self._way(one.name)
            sold = told["way"] == "auction"
            self._perform(
                "payments.handle_goods",
                "handler",
                item=one.uid,
                way=told["way"],
                handled_on=today,
                place=self.case.sold["place"],
                second=head.uid,
                record=paper.uid,
                receiver=self.case.sold["auctioneer"] if sold else "",
                proceeds_fen=parse_yuan(told["yuan"]) if sold else None,
            )

    def _hand_over(self) -> None:
        matter = self._matter()
        for number, sale in enumerate(not_handed_over(matter.agency_id, matter), 1):
            self._perform(
                "payments.hand_over_proceeds",
                "finance",
                handling=sale.uid,
                handed_on=clocks.current().today(),
                receipt_number=f"{self.case.sold['receipt']}{number:02}",
            )
