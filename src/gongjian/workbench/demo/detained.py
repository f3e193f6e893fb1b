"""A 治安 case of the demo that stands in detention: it waited against a deposit first."""

from collections.abc import Callable, Iterator

from gongjian.common import clock as clocks

from .police import PoliceStory

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


class DetainedStory(PoliceStory):
    """Plays a case up to the house: leave may be asked for, and the deposit is to be given back."""

    def _plan(self) -> Planned:
        day = 0
        for one in super()._plan():
            if one[2] == "draft_publication":
                break
            yield one
            day = one[0]
        yield day, 16, "ask_suspension", self._ask
        yield day, 17, "take_deposit", self._pay_deposit
        yield day + 1, 9, "grant_suspension", self._grant
        yield day + 3, 9, "end_suspension", self._resume
        yield day + 3, 11, "execute_detention", self._take_in

    def _ask(self) -> None:
        self._perform("cases.ask_suspension", "handler", ground="exam", guarantee="deposit")

    def _pay_deposit(self) -> None:
        receipt = f"禄农保{self.number:06}"
        today = clocks.current().today()
        self._perform("cases.take_deposit", "finance", paid_on=today, bank_receipt=receipt)

    def _grant(self) -> None:
        reason = "被处罚人在本市有固定住所和工作，随传随到，本机关认为不致发生社会危险。"
        self._perform("cases.grant_suspension", "agency_head", reason=reason)

    def _resume(self) -> None:
        reason = "升学考试已经结束，恢复执行。"
        self._perform("cases.end_suspension", "agency_head", outcome="ended", reason=reason)

    def _take_in(self) -> None:
        today = clocks.current().today()
        self._perform(
            "cases.execute_detention",
            "handler",
            taken_in_on=today,
            house="禄安市拘留所",
            receipt_number=f"禄拘执{self.number:05}号",
            family_told="其配偶，当日电话通知",
            family_told_on=today,
        )
