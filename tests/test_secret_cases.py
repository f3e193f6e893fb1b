"""A state secret: a number with dates for those named, and nothing through any door."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.models import Case, QueryCode, SecretCase
from gongjian.cases.secrecy import counted, visible_secret_cases
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.fields import Widget, spec_of
from gongjian.documents.models import Document
from gongjian.exante.announcements.models import Announcement, PublicAnnouncement
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import visible_matters
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.models import PublicNumber
from gongjian.publicity.numbers.keeping import recount
from gongjian.publicity.testing import draft_ruling, publish_ruling, seize
from gongjian.ui.models import Draft

from .doors import DONE, DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_public_order import refusal
from .test_sealed_case import STAFF_START, crawled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.requirement("R5")]
NUMBER, OTHER = "青环密〔2026〕3号", "青环密〔2026〕4号"
WORD = "貔貅渡"
REGISTER = "cases.register_secret_case"
EVERY_ACT = (
    REGISTER,
    "cases.move_to_secret",
    "cases.note_secret_outcome",
    "cases.declassify_secret_case",
)
# The rest of a story's people: each sees no line that does not name him.
NOT_NAMED = ("second", "unit_head", "legal_reviewer", "publisher", "finance")


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def said(cast: Cast, **values: Any) -> dict[str, Any]:
    keeper = cast.people.get("archivist") or cast.people["second"]
    return {
        "number": NUMBER,
        "ground": "6",
        "level": "confidential",
        "classified_on": cast.today,
        "responsible": cast.people["handler"].uid,
        "keeper": keeper.uid,
        **values,
    }


def keeper_of(cast: Cast) -> Officer:
    return make_officer(cast.agency, ("archivist",), account=True)


def test_no_field_of_a_secret_case_takes_words() -> None:
    for code in EVERY_ACT:
        for field in dataclasses.fields(acts.service(code).cmd):
            spec = spec_of(field)
            assert spec.widget not in {Widget.TEXT, Widget.ROWS, Widget.CODE}, (code, field.name)
            assert spec.widget != Widget.LINE or field.name == "number", (code, field.name)
    texts = {f.name for f in SecretCase._meta.fields if f.get_internal_type() == "TextField"}
    assert texts == set()


def test_a_secret_case_is_a_number_with_its_ground_its_people_and_its_dates(cast: Cast) -> None:
    keeper = keeper_of(cast)
    row = cast.do("handler", REGISTER, **said(cast, keeper=keeper.uid))

    wrong: dict[str, tuple[dict[str, Any], str]] = {
        "words": ({"number": "张某贩卖涉密资料案"}, "number"),
        "the same number": ({}, "number"),
        "too long": (
            {"number": OTHER, "until": cast.today.replace(year=cast.today.year + 11)},
            "until",
        ),
        "before its day": ({"number": OTHER, "until": cast.today}, "until"),
        "a stranger": (
            {"number": OTHER, "keeper": make_officer(make_agency("他市局")).uid},
            "keeper",
        ),
    }
    for name, (values, field) in wrong.items():
        with pytest.raises(InvalidInput) as refused:
            cast.do("handler", REGISTER, **said(cast, **values))
        assert set(refused.value.fields) == {field}, name

    seen = {o: visible_secret_cases(cast.actor(o)).count() for o in (*NOT_NAMED, "handler")}
    assert seen == dict.fromkeys(NOT_NAMED, 0) | {"handler": 1}
    head, archive = cast.actor("agency_head"), actor_for(keeper, "test", cast.today)
    assert visible_secret_cases(head).count() == visible_secret_cases(archive).count() == 1
    deputy = cast.actor("second").deputy_of(head)
    assert not visible_secret_cases(deputy).exists()
    assert (counted(head).registered, counted(head).closed) == (1, 0)
    supervisor = make_officer(cast.agency, ("supervisor",))
    watching = actor_for(supervisor, "test", cast.today)
    assert counted(watching).running == 1
    assert not visible_secret_cases(watching).exists()

    page = reverse("workbench:secret_case", args=[row.uid])
    by = {o: signed_in(cast.people[o]).get(page).status_code for o in ("second", "handler")}
    assert by == {"second": 404, "handler": 200}
    assert Client().get(page).status_code in {302, 404}
    listing = reverse("workbench:secret_cases")
    assert NUMBER in signed_in(keeper).get(listing).content.decode()
    empty = signed_in(cast.people["second"]).get(listing).content.decode()
    assert NUMBER not in empty
    assert "没有您可以查看的登记" in empty
    assert signed_in(cast.people["publisher"]).get(listing).status_code == 404

    note = {"case": row.uid, "outcome": "decided", "on": cast.today}
    with pytest.raises(NotFound):
        cast.do("unit_head", "cases.note_secret_outcome", **note)
    cast.do("handler", "cases.note_secret_outcome", **note)
    with pytest.raises(RuleBroken, match="已经登记过"):
        cast.do("handler", "cases.note_secret_outcome", **note)
    free = {"case": row.uid, "on": cast.today}
    with pytest.raises(InvalidInput, match="没有届满"):
        cast.do("agency_head", "cases.declassify_secret_case", **free, ground="expired")
    with pytest.raises(InvalidInput, match="编号"):
        cast.do("agency_head", "cases.declassify_secret_case", **free, ground="early")
    early = free | {"ground": "early", "number": "密解〔2026〕1号"}
    free_by_all = as_json(early)
    assert DOORS["direct"](Attempt(cast.people["handler"], EVERY_ACT[-1], free_by_all)) == 403
    cast.do("agency_head", "cases.declassify_secret_case", **early)
    shown = signed_in(cast.people["agency_head"]).get(page).content.decode()
    assert "提前解密" in shown
    assert "解密不等于公开" in shown
    with pytest.raises(RuleBroken, match="已经解密"):
        cast.do("handler", "cases.note_secret_outcome", **note | {"outcome": "closed"})
    with pytest.raises(DatabaseError), transaction.atomic():
        SecretCase.objects.filter(pk=row.pk).update(closed_on=cast.today)


def test_a_running_case_found_to_be_a_secret_is_gone_through_every_door(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    plain = cast.do("handler", "cases.issue_query_code", matter, holder="party").plain
    user = cast.people["handler"].user
    assert user is not None
    key = f"cases.add_evidence:{matter.uid}"
    Draft.objects.create(user=user, key=key, data="{}", saved_at=cast.now)
    paper = Document.objects.filter(matter=matter).first()
    assert paper is not None
    number = QueryCode.objects.get(matter=matter).number
    link = f"/staff/matters/{matter.uid}/acts/cases.move_to_secret/"
    assert link in signed_in(cast.people["handler"]).get(f"/staff/matters/{matter.uid}/").text

    command = as_json(said(cast))
    other = Attempt(cast.people["publisher"], "cases.move_to_secret", command, matter)
    assert_shut(other, 404, page=404)
    words = command | {"number": "某某泄露资料案"}
    assert_shut(Attempt(cast.people["handler"], "cases.move_to_secret", words, matter), 422)
    mine = Attempt(cast.people["handler"], "cases.move_to_secret", command, matter)
    assert DOORS["page"](mine) == DONE

    row = SecretCase.objects.get(matter=matter)
    assert (row.number, row.agency_id) == (NUMBER, cast.agency.pk)
    for office in cast.people:
        assert not visible_matters(cast.actor(office)).filter(pk=matter.pk).exists(), office
    assert not matter.todos.exists()
    assert not matter.deadlines.filter(state="open").exists()
    assert not Draft.objects.filter(key=key).exists()
    assert Client().post("/my/enter", {"number": number, "code": plain}).status_code != 302
    words = {"entry": "1.facts", "right": "案情", "reason": "笔误"}
    assert_shut(Attempt(cast.people["handler"], "matters.correct_step", words, matter), 404)
    assert_shut(mine, 404)
    handler, head = (signed_in(cast.people[o]) for o in ("handler", "agency_head"))
    for address in (
        f"/staff/matters/{matter.uid}/",
        f"/api/v1/matters/{matter.uid}",
        reverse("documents:pdf", args=[paper.uid]),
        f"/staff/clues/{_clue(matter)}/",
    ):
        assert handler.get(address).status_code == head.get(address).status_code == 404, address
    for address in ("/staff/", "/staff/matters/", "/staff/clues/", "/staff/notices/"):
        assert matter.title not in head.get(address).content.decode(), address

    refused_by_the_database(matter, paper)


def _clue(matter: Matter) -> Any:
    from gongjian.intake.models import Clue

    return Clue.objects.get(matter=matter).uid


def refused_by_the_database(matter: Matter, paper: Document) -> None:
    """Write past every service: a step, a paper, evidence; and take the seal away."""
    case = Case.objects.get(matter=matter)
    copied = {
        Step._meta.db_table: Step.objects.filter(matter=matter).latest("seq"),
        Document._meta.db_table: paper,
        "cases_evidence": case.evidence.first(),
    }
    for table, row in copied.items():
        assert row is not None, table
        row.pk, row._state.adding = None, True
        row.uid = matter.uid
        if isinstance(row, Step):
            row.seq += 1
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            row.save(force_insert=True)
        assert "refuse" in str(refused.value).lower() or table in str(refused.value)
    for change in ("secret_since = NULL", "closed_at = NULL", "title = 'x'"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE matters_matter SET {change} WHERE id = %s", [matter.pk])


def announced(cast: Cast) -> Announcement:
    """Return what the portal says of an open hearing, drawn and not checked yet."""
    matter = story.file_case(cast, story.open_case(cast, cause=f"涉嫌{WORD}"))
    story.ask_hearing(cast, story.inform(cast, story.investigate(cast, matter)))
    story.call_hearing(cast, matter)
    given: dict[str, Any] = {"attend_by": cast.today + timedelta(10), "attend_how": "现场报名。"}
    hearing = cast.do("hearing_host", "cases.announce_hearing", matter, **given)
    row: Announcement = cast.do(
        "publisher", "exante.draft_hearing_announcement", hearing=hearing.uid
    )
    return row


def shown(cast: Cast, row: Announcement) -> None:
    seen: dict[str, Any] = {"announcement": row.uid, "compared": True}
    cast.do("publication_checker", "exante.publish_announcement", **seen)


@pytest.mark.tampers
def test_the_hearing_of_a_case_that_became_secret_is_announced_no_more(cast: Cast) -> None:
    out, waiting = announced(cast), announced(cast)
    shown(cast, out)
    address = f"/announcements/{out.token}"
    assert WORD in Client().get(address).content.decode()

    for row, number in ((out, NUMBER), (waiting, OTHER)):
        assert row.hearing is not None
        matter = row.hearing.case.matter
        cast.do("handler", "cases.move_to_secret", matter, **said(cast, number=number))

    assert Client().get(address).status_code == 404
    assert WORD not in Client().get("/announcements/").content.decode()
    assert not PublicAnnouncement.objects.exists()
    seen = as_json({"announcement": waiting.uid, "compared": True})
    assert_shut(
        Attempt(cast.people["publication_checker"], "exante.publish_announcement", seen),
        404,
        page=422,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.filter(pk=waiting.pk).update(
            state="published", checked_by=cast.people["second"], published_on=cast.today
        )


def test_whoever_looks_after_a_case_became_secret_finds_no_word_of_it(cast: Cast) -> None:
    row = announced(cast)
    shown(cast, row)
    assert row.hearing is not None
    matter = row.hearing.case.matter
    party = {"party_name": f"{WORD}示例公司"}
    clue = story.open_case(cast, story.COMPANY | party | {"uscc": ""}, cause=f"涉嫌{WORD}之二")
    for one, number in ((matter, NUMBER), (clue, OTHER)):
        cast.do("handler", "cases.move_to_secret", one, **said(cast, number=number))
    supervisor = make_officer(
        cast.agency, ("supervisor", "archivist", "intake_clerk"), account=True
    )
    auditor = make_officer(cast.agency, ("admin_audit",), account=True)

    for person in (*cast.people.values(), supervisor, auditor):
        start = [f"/staff/matters/?q={WORD}", *STAFF_START]
        told = [a for a, page in crawled(signed_in(person), start, most=40) if said_in(page)]
        assert told == [], person
    told = [
        a
        for a, page in crawled(Client(), ["/", "/announcements/", f"/search?q={WORD}"])
        if said_in(page)
    ]
    assert told == []


def said_in(page: bytes) -> bool:
    """Tell whether a page says the word, but for what was typed into its search."""
    text = page.decode(errors="replace")
    return f"涉嫌{WORD}" in text or f"{WORD}示例" in text


def test_what_was_ruled_in_a_case_that_became_secret_leaves_the_portal(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    item = publish_ruling(cast, matter, seize(cast, matter))
    address, number = f"/rulings/{item.token}", item.number
    assert number in Client().get(address).content.decode()

    cast.do("handler", "cases.move_to_secret", matter, **said(cast))

    gone = Client().get(address)
    assert gone.status_code == 404
    assert number not in gone.content.decode()
    assert number not in b"".join(Client().get("/data/rulings.jsonl")).decode()
    later = cast.today + timedelta(days=60)
    recount(later)
    assert not PublicNumber.objects.filter(number=number).exists()


@pytest.mark.tampers
def test_a_seizure_of_whoever_is_found_to_be_a_minor_leaves_the_portal(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast, story.PERSON))
    item = publish_ruling(cast, matter, seize(cast, matter))
    other = seize(cast, matter)
    settled = draft_ruling(cast, matter, other)
    settled.state, settled.checked_by_id = "published", item.checked_by_id
    settled.checked_at = cast.now
    settled.save()
    own = {"document_id": other.pk, "release_id": settled.pk, "number": other.number}
    forged = copied(item, token="r-forged", **own)
    with transaction.atomic():
        assert "guarded table" not in refusal(forged)
        transaction.set_rollback(True)
    found: dict[str, Any] = {"minor": True, "limited": False, "language": False, "sign": False}
    cast.do("handler", "cases.state_assistance", matter, **found, reason="户籍证明。")

    assert Client().get(f"/rulings/{item.token}").status_code == 404
    assert not matter.todos.filter(step="公示其他执法决定").exists()
    assert "guarded table publicity_publicruling" in refusal(copied(forged))
