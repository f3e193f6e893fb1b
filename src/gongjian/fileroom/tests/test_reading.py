"""The party asks to read its file; parts are granted, masked, opened, read, and end."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gongjian.cases import testing as story
from gongjian.cases.models import PartyFiling
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast, sign_papers
from gongjian.cases.testing_beside import agent
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.documents.models import Document, DocumentAccess, DocumentFile
from gongjian.documents.services.reading import whole
from gongjian.fileroom.masking import known, without_others
from gongjian.fileroom.models import Opening, Reading, ReadingPage, ReadingPart
from gongjian.fileroom.queries import offerable, stage_of, title_of
from gongjian.fileroom.services import RecordDrawing, record_drawing
from gongjian.fileroom.testing import ask, code_of, grant, open_up, parts_named
from gongjian.matters.models import Matter, Todo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True, drawn=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def investigated(cast: Cast, **values: Any) -> Matter:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast, **values)))
    sign_papers(cast, matter)
    return matter


def enter(cast: Cast, matter: Matter, **holder: Any) -> Client:
    _, plain = code_of(cast, matter, **holder)
    client = Client()
    answer = client.post("/my/enter", {"number": case_number(matter), "code": plain})
    assert answer.status_code == 302
    return client


def opened(cast: Cast, **values: Any) -> tuple[Matter, Reading]:
    matter = investigated(cast, **values)
    ask(cast, matter)
    grant(cast, matter, "现场检查笔录", "证据")
    return matter, open_up(cast, matter)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# --- asking ---------------------------------------------------------------------------------------


def test_a_request_waits_for_the_handler_and_then_for_the_archivist(cast: Cast) -> None:
    matter = investigated(cast)
    client = enter(cast, matter)

    client.post("/my/file/apply", {"content": "想看证据，用于陈述申辩。"})

    filing = PartyFiling.objects.get(kind="reading")
    assert filing.receipt in text(client, "/my/file/")
    assert Todo.objects.filter(matter=matter, role="handler", step__contains="查阅案卷").exists()
    assert client.post("/my/file/apply", {"content": "再看。"}).status_code == 409


def test_requests_are_counted(cast: Cast) -> None:
    matter = investigated(cast)
    for _ in range(3):
        filing = ask(cast, matter)
        said: dict[str, Any] = {
            "filing": filing.uid,
            "ground": "unfinished",
            "answer": "调查终结后再申请。",
        }
        cast.do("handler", "fileroom.refuse_reading", matter, **said)

    with pytest.raises(RuleBroken, match="三十天"):
        ask(cast, matter)
    cast.wait(days=31)
    ask(cast, matter)


def test_a_refusal_names_its_ground_and_source_to_the_party(cast: Cast) -> None:
    matter = investigated(cast)
    filing = ask(cast, matter)
    said: dict[str, Any] = {
        "filing": filing.uid,
        "ground": "internal",
        "answer": "请就证据提出申请。",
    }

    cast.do("handler", "fileroom.refuse_reading", matter, **said)

    page = text(enter(cast, matter), "/my/file/")
    assert "政府信息公开条例 第十六条" in page
    assert "请就证据提出申请" in page
    assert not Todo.objects.filter(matter=matter, step__contains="查阅案卷").exists()


def test_what_the_law_says_follows_the_stage(cast: Cast) -> None:
    matter = investigated(cast)
    assert stage_of(matter).code == "investigating"
    story.inform(cast, matter)
    assert stage_of(Matter.objects.get(pk=matter.pk)).code == "informed"


def test_only_the_party_asks_and_only_its_officers_answer(cast: Cast) -> None:
    matter = investigated(cast)
    for office in story.OFFICES:
        with pytest.raises((NotAllowed, NotFound)):
            cast.do(office, "fileroom.apply_to_read", matter, content="我要看。")
    filing = ask(cast, matter)
    given: dict[str, Any] = {
        "filing": filing.uid,
        "parts": tuple(offerable(matter)),
        "until_on": cast.today,
    }

    for office in ("unit_head", "agency_head"):
        with pytest.raises(NotAllowed):
            cast.do(office, "fileroom.grant_reading", matter, **given)
    assert not Reading.objects.exists()


# --- granting -------------------------------------------------------------------------------------


def test_internal_papers_are_not_among_what_may_be_chosen_and_refused_if_sent(cast: Cast) -> None:
    matter = investigated(cast)
    titles = [title_of(one) for one in offerable(matter).values()]
    approval = DocumentFile.objects.get(document__kind="filing-approval", format="pdf")

    assert any("检查笔录" in title for title in titles)
    assert not any("审批" in title or "登记表" in title for title in titles)
    ask(cast, matter)
    with pytest.raises(InvalidInput):
        grant(cast, matter, parts=(f"file.{approval.uid}",))


def test_the_term_is_bounded(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)

    for until in (cast.today + timedelta(days=31), cast.today - timedelta(days=1)):
        with pytest.raises(InvalidInput):
            grant(cast, matter, until_on=until)


def test_nothing_is_read_before_a_person_looked_through_the_pages(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    client = enter(cast, matter)
    reading = grant(cast, matter, "现场检查笔录")
    part = reading.parts.get()

    assert part.pages.exists()
    assert client.get(f"/my/file/{part.uid}/").status_code == 404
    assert client.get(f"/my/file/{part.uid}/1.jpg").status_code == 404
    with pytest.raises(InvalidInput):
        open_up(cast, matter, compared=False)
    if part.pages.filter(bare=True).exists():
        with pytest.raises(InvalidInput):
            open_up(cast, matter, pages_seen=())
    open_up(cast, matter)
    assert client.get(f"/my/file/{part.uid}/").status_code == 200


def test_others_are_painted_over_and_the_party_is_not(cast: Cast) -> None:
    matter = investigated(cast)
    terms, kept = known(matter.pk)
    words = f"证人钱建国（13900001111）说，{matter.party_name}的负责人在场。"

    shown = without_others(words, terms, kept)

    assert "钱建国" not in shown
    assert "13900001111" not in shown
    assert matter.party_name in shown


def test_what_was_prepared_can_be_dropped_with_an_answer(cast: Cast) -> None:
    matter = investigated(cast)
    filing = ask(cast, matter)
    reading = grant(cast, matter)

    cast.do("handler", "fileroom.end_reading", matter, reading=reading.uid, reason="选错了材料。")

    filing.refresh_from_db()
    assert filing.granted is False
    assert "选错了材料" in filing.answer


# --- reading --------------------------------------------------------------------------------------


def test_the_party_turns_the_pages_and_every_opening_is_noted(cast: Cast) -> None:
    matter, reading = opened(cast)
    client = enter(cast, matter)
    paper = reading.parts.filter(document_file__isnull=False).first()
    assert paper is not None

    assert paper.title in text(client, "/my/file/")
    assert f"/my/file/{paper.uid}/1.jpg" in text(client, f"/my/file/{paper.uid}/")
    for _ in range(2):
        answer = client.get(f"/my/file/{paper.uid}/1.jpg")
        assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]

    seen = Opening.objects.filter(part=paper)
    assert [(o.page, o.code.name) for o in seen] == [(1, matter.party_name)] * 2
    assert (
        DocumentAccess.objects.filter(door="desk", document__kind="inspection-record").count() == 1
    )


def test_the_page_carries_the_mark_of_its_reader_and_no_text(cast: Cast) -> None:
    matter, reading = opened(cast)
    client = enter(cast, matter)
    paper = reading.parts.filter(document_file__isnull=False).first()
    assert paper is not None
    kept = whole(paper.pages.get(number=1).sha256, "x")
    sent = client.get(f"/my/file/{paper.uid}/1.jpg").content

    plain, marked = (Image.open(io.BytesIO(one)).convert("L") for one in (kept, sent))
    assert plain.size == marked.size
    assert sum(marked.histogram()[:250]) > sum(plain.histogram()[:250])
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(sent)


def test_evidence_is_read_in_words_without_who_gave_it(cast: Cast) -> None:
    matter, reading = opened(cast)
    part = reading.parts.filter(evidence__isnull=False).first()
    assert part is not None
    assert part.evidence is not None

    page = text(enter(cast, matter), f"/my/file/{part.uid}/")

    assert part.evidence.name in page
    assert part.evidence.obtained_from not in page
    assert Opening.objects.filter(part=part, page=0).exists()


def test_a_withheld_page_is_said_and_never_sent(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    part = grant(cast, matter, "现场检查笔录").parts.get()
    open_up(cast, matter, withheld=("1.1",))
    client = enter(cast, matter)

    assert "不提供查阅" in text(client, f"/my/file/{part.uid}/")
    assert client.get(f"/my/file/{part.uid}/1.jpg").status_code == 404


def test_reading_ends_with_its_term(cast: Cast) -> None:
    matter, reading = opened(cast)
    part = reading.parts.first()
    assert part is not None
    cast.wait(days=11)
    client = enter(cast, matter)

    assert client.get(f"/my/file/{part.uid}/").status_code == 404
    assert "现在没有准予您查阅的材料" in text(client, "/my/file/")


def test_reading_ends_when_it_is_stopped(cast: Cast) -> None:
    matter, reading = opened(cast)
    part = reading.parts.first()
    assert part is not None
    cast.do("handler", "fileroom.end_reading", matter, reading=reading.uid, reason="发现转发他人。")

    assert enter(cast, matter).get(f"/my/file/{part.uid}/").status_code == 404


def test_nobody_reads_the_file_of_another_case(cast: Cast) -> None:
    _, reading = opened(cast)
    other = investigated(cast, party=story.PERSON)
    client = enter(cast, other)

    for part in reading.parts.all():
        assert client.get(f"/my/file/{part.uid}/").status_code == 404
        assert client.get(f"/my/file/{part.uid}/1.jpg").status_code == 404
    assert "检查笔录" not in text(client, "/my/file/")


def test_an_agent_reads_as_far_as_its_letter_goes(cast: Cast) -> None:
    matter, reading = opened(cast)
    part = reading.parts.first()
    assert part is not None
    speaks = agent(cast, matter, may_state=True)
    only_receives = agent(cast, matter, may_state=False, may_attend=True, name="另示例")

    assert (
        enter(cast, matter, holder="agent", agent=speaks.uid)
        .get(f"/my/file/{part.uid}/")
        .status_code
        == 200
    )
    listener = enter(cast, matter, holder="agent", agent=only_receives.uid)
    assert listener.get(f"/my/file/{part.uid}/").status_code == 404
    assert listener.post("/my/file/apply", {"content": "看。"}).status_code == 409


def test_the_desk_asks_as_often_for_many_parts_as_for_one(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    grant(cast, matter, "现场检查笔录", "证据")
    open_up(cast, matter)
    client = enter(cast, matter)
    text(client, "/my/file/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(client, "/my/file/")
        return len(seen)

    before = asked()
    ask(cast, matter)
    client = enter(cast, matter)
    grant(cast, matter)
    open_up(cast, matter)
    assert asked() == before


# --- the other doors ------------------------------------------------------------------------------


def refused(row: Any) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError:
        return True
    return False


@pytest.mark.tampers
def test_the_database_offers_no_internal_paper_and_none_of_another_case(cast: Cast) -> None:
    matter = investigated(cast)
    other = investigated(cast, party=story.PERSON)
    ask(cast, matter)
    reading = grant(cast, matter, "现场检查笔录")

    def part(file: DocumentFile, number: int) -> ReadingPart:
        return ReadingPart(
            reading=reading, number=number, document_file=file, title="x", state="drawing"
        )

    def file(matter: Matter, kind: str) -> DocumentFile:
        return DocumentFile.objects.get(document__matter=matter, document__kind=kind, format="pdf")

    assert refused(part(file(matter, "filing-approval"), 8))
    assert refused(part(file(other, "inspection-record"), 8))
    assert not refused(part(file(matter, "inspection-record"), 8))


@pytest.mark.tampers
def test_the_database_gives_no_leave_without_a_request_that_waits(cast: Cast) -> None:
    matter = investigated(cast)
    filing = ask(cast, matter)
    said: dict[str, Any] = {"filing": filing.uid, "ground": "unfinished", "answer": "以后再申请。"}
    cast.do("handler", "fileroom.refuse_reading", matter, **said)
    forged = Reading(
        matter=matter,
        filing=filing,
        until_on=cast.today,
        stage="informed",
        granted_on=cast.today,
        granted_by=cast.people["handler"],
    )

    assert refused(forged)


@pytest.mark.tampers
def test_the_database_opens_nothing_that_nobody_looked_at_and_adds_nothing_later(
    cast: Cast,
) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    reading = grant(cast, matter, "现场检查笔录")
    part = reading.parts.get()
    page = part.pages.first()
    assert page is not None

    def update(**values: Any) -> bool:
        try:
            with transaction.atomic():
                Reading.objects.filter(pk=reading.pk).update(**values)
        except DatabaseError:
            return True
        return False

    assert update(state="open")
    if part.pages.filter(bare=True).exists():
        assert update(state="open", opened_by=cast.people["handler"])
    assert refused(
        ReadingPage(part=part, number=99, sha256="0", sm3="0", size=1, masked=0, bare=False)
    )
    open_up(cast, matter)
    file = DocumentFile.objects.filter(document__kind="inspection-record", format="pdf").first()
    late = ReadingPart(reading=reading, number=9, document_file=file, title="x", state="drawing")
    assert refused(late)


def test_what_was_drawn_is_written_down_by_the_system_once(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    part = grant(cast, matter, "现场检查笔录").parts.get()

    with pytest.raises(RuleBroken):
        record_drawing(
            actor=SYSTEM, matter=matter.uid, cmd=RecordDrawing(part.uid), clock=cast.clock
        )
    assert parts_named(matter, "审批") == ()
    assert Document.objects.filter(matter=matter, kind="filing-approval").exists()
