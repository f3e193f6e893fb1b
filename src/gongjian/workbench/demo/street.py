"""One case of the demo that is settled on the spot, and what follows in the office."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from gongjian.cases.services.collecting import limit_on_spot
from gongjian.common import clock as clocks
from gongjian.common.money import parse_yuan
from gongjian.orgs.queries import officers_with_role

from .afterwards import CorrectedStory, OverturnedStory, UrgedStory
from .brawl import BrawlStory
from .common import CommonStory
from .daily import DailyStory
from .data import CaseFacts
from .detained import DetainedStory
from .late import LateStory
from .ordered import OrderedStory
from .police import PoliceStory
from .rechecked import RecheckedStory
from .sold import SoldStory
from .spared import SparedStory
from .story import Story

Planned = tuple[int, int, str, Callable[[], None]]


class StreetStory(RecheckedStory):
    """Plays one penalty on the spot."""

    def _plan(self) -> Iterator[Planned]:
        yield 0, 10, "penalize", self._penalize
        yield 0, 11, "collect", self._collect
        yield 0, 16, "report", self._report
        yield 1, 9, "hand_in", self._hand_in
        yield 1, 10, "draft_publication", self._release
        yield 1, 11, "bank", self._bank
        yield 2, 14, "publish", self._publish
        yield 3, 10, "record_performance", self._paid
        yield 4, 10, "recheck", self._look_again
        yield (
            5,
            16,
            "close",
            self._do("cases.close_case", "agency_head", "当场处罚已经报备、履行，同意结案。"),
        )

    def _penalize(self) -> None:
        party = {
            f"party_{k}" if k in {"kind", "name"} else k: v for k, v in self.case.party.items()
        }
        (item,), (piece, *_) = self.case.items, self.case.evidence
        now = clocks.current().now().replace(second=0, microsecond=0)
        decision = self._perform(
            "cases.penalize_on_spot",
            "handler",
            cause=self.case.cause,
            acted_at=now - timedelta(minutes=25),
            place=self.case.place,
            facts=self.case.facts,
            evidence_kind=piece["kind"],
            evidence=piece["name"],
            self_recorded="no",
            violated=self.case.violated,
            basis=self.case.basis,
            discretion=self.case.discretion,
            penalty=item["kind"],
            amount_fen=parse_yuan(item["yuan"]) if "yuan" in item else None,
            second=self._handlers()[1].uid,
            identity_shown="shown",
            dressed=True,
            certain=True,
            told=True,
            publication_told=True,
            **({"spoke": "none"} | self._said() | party),
        )
        self.uid = decision.case.matter.uid

    def _said(self) -> dict[str, Any]:
        """Return what was said and ordered; `days` is how much time the order gives."""
        known = {k: v for k, v in self.case.on_spot.items() if k not in {"days", "rechecked"}}
        days = self.case.on_spot.get("days")
        until = clocks.current().today() + timedelta(days=days) if days else None
        return known | ({"correct_by": until} if until else {})

    def _look_again(self) -> None:
        if found := self.case.on_spot.get("rechecked"):
            self._recheck("corrected", found, "现场照片3张")

    def _collected(self) -> bool:
        return bool({"collected", "handed_in"} & set(self._matter().marking))

    def _collect(self) -> None:
        """Take a small fine at once, as the law allows; a larger one is paid at the bank."""
        matter = self._matter()
        most = limit_on_spot(matter, clocks.current().today()).number
        if "to_execute" in matter.marking and self._fine() <= most:
            number = f"皖财{self.number:08}"
            self._perform("cases.collect_on_spot", "handler", ground="small", receipt_number=number)

    def _fine(self) -> int:
        return sum(parse_yuan(i["yuan"]) for i in self.case.items if "yuan" in i)

    def _report(self) -> None:
        self._perform("cases.report_on_spot", "handler", copy_kept=True)

    def _hand_in(self) -> None:
        if self._collected():
            today = clocks.current().today()
            head = officers_with_role(self._agency(), "unit_head", today)[0]
            self._perform("cases.hand_in_fine", "handler", received_by=head.uid)

    def _bank(self) -> None:
        if self._collected():
            receipt = f"淮通{self.number:08}"
            self._perform("cases.bank_fine", "unit_head", bank_receipt=receipt)

    def _paid(self) -> None:
        if "to_execute" in self._matter().marking:
            super()._paid()
            self._performed()


def story_of(facts: CaseFacts, number: int, today: date) -> Story:
    """Return the story of a case, of the kind that its facts tell."""
    kinds = (
        (facts.on_spot, StreetStory),
        (facts.together, CommonStory),
        (facts.companions, BrawlStory),
        (facts.detained, DetainedStory),
        (facts.public_order, PoliceStory),
        (facts.corrected, CorrectedStory),
        (facts.overturned, OverturnedStory),
        (facts.urged, UrgedStory),
        (facts.spared, SparedStory),
        (facts.agreement, LateStory),
        (facts.sold, SoldStory),
        (facts.ordered.get("daily"), DailyStory),
        (facts.ordered, OrderedStory),
    )
    kind = next((kind for told, kind in kinds if told), Story)
    return kind(facts, number, today)
