"""Demo cases whose publication did not stay as it was: objected to, corrected, taken back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from gongjian.cases.models import QueryCode
from gongjian.cases.queries import case_of
from gongjian.cases.services.party import holder_of
from gongjian.common import clock as clocks
from gongjian.fileroom.queries import offerable, preparing, title_of
from gongjian.fileroom.services import (
    ApplyToRead,
    GrantReading,
    OpenReading,
    apply_to_read,
    grant_reading,
    open_reading,
)
from gongjian.jobs.services import work_until_idle
from gongjian.orgs.queries import actor_for
from gongjian.publicity.choices import (
    Choice,
    ItemState,
    ObjectionGround,
    ObjectionOutcome,
    UrgeKind,
    WithdrawalGround,
)
from gongjian.publicity.models import Objection, PublicItem
from gongjian.publicity.services import RedactionChoice
from gongjian.publicity.services.correcting import waiting_correction
from gongjian.remedies.choices import Answer, Applicant, Outcome, RemedyKind
from gongjian.remedies.contested import contested
from gongjian.remedies.models import Remedy

from .story import Story

Planned = Iterator[tuple[int, int, str, Callable[[], None]]]


def read_the_file(code: QueryCode) -> None:
    """Let the party of the shown case read part of its file, and ask for more."""
    clock, matter = clocks.current(), code.matter
    handler = actor_for(matter.lead, "demo", clock.today())
    asked = apply_to_read(
        actor=holder_of(code),
        matter=matter.uid,
        cmd=ApplyToRead("想看现场检查笔录和证据，用于听证。"),
        clock=clock,
    )
    wanted = {c: one for c, one in offerable(matter).items() if _shown(title_of(one))}
    until = clock.today() + timedelta(days=14)
    given = GrantReading(asked.uid, tuple(wanted), until, "询问笔录涉及他人，听证时当场质证。")
    grant_reading(actor=handler, matter=matter.uid, cmd=given, clock=clock)
    work_until_idle()
    reading = preparing(matter)
    assert reading is not None
    pages = [(part.number, page) for part in reading.parts.all() for page in part.pages.all()]
    seen = tuple(f"{number}.{page.number}" for number, page in pages if page.bare)
    opened = OpenReading(pages_seen=seen, compared=True)
    open_reading(actor=handler, matter=matter.uid, cmd=opened, clock=clock)
    again = ApplyToRead("还想看复查时拍摄的照片。")
    apply_to_read(actor=holder_of(code), matter=matter.uid, cmd=again, clock=clock)


def _shown(title: str) -> bool:
    return title.startswith(("现场检查笔录", "证据"))


class CorrectedStory(Story):
    """Plays one case whose publication somebody objected to with good reason."""

    def _decided(self, day: int) -> Planned:
        yield from super()._decided(day)
        yield day + 8, 15, "file_objection", self._object
        yield day + 9, 10, "answer_objection", self._answer_objection
        yield day + 9, 11, "draft_correction", self._draft_correction
        yield day + 10, 10, "correct_publication", self._correct

    def _object(self) -> None:
        self._perform(
            "publicity.file_objection",
            "publisher",
            item=self._item().uid,
            ground=ObjectionGround.INACCURATE,
            content=self.case.corrected["objection"],
            name=self.case.party["name"],
            contact=self.case.party["phone"],
        )

    def _answer_objection(self) -> None:
        waiting = Objection.objects.get(item=self._item())
        self._perform(
            "publicity.answer_objection",
            "publication_checker",
            objection=waiting.uid,
            outcome=ObjectionOutcome.UPHELD,
            answer=self.case.corrected["answer"],
        )

    def _draft_correction(self) -> None:
        self._perform(
            "publicity.draft_correction",
            "publisher",
            redactions=tuple(RedactionChoice(p.code, Choice.HIDE) for p in self._proposals()),
            reason=self.case.corrected["reason"],
            summary=self.case.corrected["summary"],
            **dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear"),
        )

    def _correct(self) -> None:
        release = waiting_correction(self._matter())
        assert release is not None
        confirmed = tuple(
            RedactionChoice(r.code, r.choice) for r in release.redactions.order_by("id")
        )
        self._perform(
            "publicity.correct_publication",
            "publication_checker",
            redactions=confirmed,
            compared=True,
            attachments_seen=True,
        )

    def _item(self) -> PublicItem:
        return PublicItem.objects.get(decision__case=case_of(self._matter()), state=ItemState.LIVE)


class UrgedStory(Story):
    """Plays one case that nobody publishes in time, so that its supervisor urges it."""

    def _decided(self, day: int) -> Planned:
        for moment in super()._decided(day):
            if moment[2] == "draft_publication":
                yield day + 10, 9, "urge_publication", self._urge
            yield moment

    def _urge(self) -> None:
        self._perform(
            "publicity.urge_publication", "supervisor", kind=UrgeKind.LATE, reason=self.case.urged
        )


class OverturnedStory(Story):
    """Plays one case whose decision was revoked on reconsideration, and so taken off the portal."""

    def _decided(self, day: int) -> Planned:
        yield from super()._decided(day)
        yield day + 8, 15, "register_remedy", self._lodge
        yield day + 10, 10, "answer_remedy", self._taken_up
        yield day + 12, 16, "submit_answer", self._submit_answer
        yield day + 18, 10, "record_result", self._result
        yield day + 18, 15, "withdraw_publication", self._withdraw

    def _lodge(self) -> None:
        self._perform(
            "remedies.register",
            "handler",
            against=self._paper(),
            kind=RemedyKind.REVIEW,
            applicant=Applicant.PARTY,
            applicant_name=self.case.party["name"],
            body=self.case.overturned["body"],
            lodged_on=clocks.current().today(),
            claim=self.case.overturned["claim"],
        )

    def _taken_up(self) -> None:
        today = clocks.current().today()
        self._perform(
            "remedies.answer",
            "handler",
            remedy=self._remedy().uid,
            answer=Answer.ACCEPTED,
            answered_on=today,
            copy_on=today,
            simple=True,
            number=self.case.overturned["number"],
        )

    def _submit_answer(self) -> None:
        self._perform("remedies.submit_answer", "handler", remedy=self._remedy().uid)

    def _result(self) -> None:
        today = clocks.current().today()
        self._perform(
            "remedies.record_result",
            "agency_head",
            remedy=self._remedy().uid,
            outcome=Outcome.REVOKED,
            paper=self.case.overturned["paper"],
            effective_on=today,
            served_on=today,
            note=self.case.overturned["result"],
        )

    def _withdraw(self) -> None:
        item = PublicItem.objects.get(decision__case=case_of(self._matter()))
        self._perform(
            "publicity.withdraw_publication",
            "publication_checker",
            item=item.uid,
            ground=WithdrawalGround.REVOKED,
            effective_on=clocks.current().today(),
            reason=self.case.overturned["reason"],
        )

    def _paper(self) -> UUID:
        return contested(self._matter())[0].paper.uid

    def _remedy(self) -> Remedy:
        return Remedy.objects.get(decision__case=case_of(self._matter()))
