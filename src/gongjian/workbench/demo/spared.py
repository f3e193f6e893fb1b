"""A demo case that ends without a penalty: proposed, reviewed where the place asks it, decided."""

from collections.abc import Callable, Iterator

from .story import Story

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


class SparedStory(Story):
    """Plays one case in which the party is educated and not punished (不予行政处罚)."""

    def _told(self, day: int) -> Planned:
        yield day, 10, "draft_decision", self._draft
        yield day, 14, "end_investigation", self._end

    def _decided(self, day: int) -> Planned:
        yield day, 9, "submit", self._propose_none
        yield day + 1, 15, "pass_review", self._pass
        yield day + 2, 9, "record_discussion", self._discuss
        yield day + 2, 10, "issue_decision", self._spare
        yield day + 3, 10, "deliver", self._serve("cases.deliver_no_penalty")
        yield from self._ruling(day + 4)
        closed = "不予处罚决定已经送达，当事人已经改正，同意结案。"
        yield day + 5, 16, "close", self._do("cases.close_case", "agency_head", closed)

    def _end(self) -> None:
        self._perform("cases.end_investigation", "handler", summary=self.case.spared["summary"])

    def _propose_none(self) -> None:
        summary = self.case.spared["summary"]
        if self._reviewed():
            self._perform("review.submit_no_penalty", "handler", summary=summary)
        else:
            self._perform("cases.propose_no_penalty", "unit_head", opinion=summary)

    def _pass(self) -> None:
        if self._matter().marking == ["under_review"]:
            reasons = self.case.spared["reviewed"]
            findings = self._findings()
            self._perform(
                "review.pass_review", "legal_reviewer", findings=findings, reasons=reasons
            )

    def _spare(self) -> None:
        told = self.case.spared
        self._perform(
            "cases.issue_no_penalty", "agency_head", opinion="同意。", education=told["education"]
        )
