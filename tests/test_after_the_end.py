"""What is due after a case has ended: its file to the archive, goods to the police."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import ArchivedFile, CrimeTransfer, GoodsHandover
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import inbox
from gongjian.orgs.testing import make_officer

pytestmark = pytest.mark.django_db
FILE: dict[str, Any] = {
    "number": "20260001",
    "volumes": 2,
    "pages": 86,
    "retention": "permanent",
    "place": "二号库房3柜",
}
ENDED: dict[str, Any] = {"ground": "party_gone", "progress": "已查。", "reasons": "当事人死亡。"}


@pytest.fixture
def cast(home: object) -> Cast:
    cast = story.make_cast()
    cast.people["archivist"] = make_officer(cast.agency, roles=("archivist",))
    return cast


def limit(matter: Matter, code: str) -> Deadline:
    found: Deadline = matter.deadlines.filter(code=code).latest("id")
    return found


def waits(matter: Matter) -> dict[str, str]:
    return dict(matter.todos.values_list("role", "step"))


def archive(cast: Cast, matter: Matter, office: str = "archivist", **values: Any) -> Any:
    known: dict[str, Any] = {"archived_on": cast.today} | FILE | values
    return cast.do(office, "cases.archive_file", matter, **known)


@pytest.mark.requirement("R11")
def test_the_file_of_an_ended_case_goes_to_the_archive_within_its_limit(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    with pytest.raises(NotAllowed, match="档案员"):
        archive(cast, matter, "handler")
    cast.do("agency_head", "cases.terminate", matter, **ENDED)

    running = limit(matter, "archive-limit")
    assert (running.starts_on, running.due_on) == (cast.today, cast.today + timedelta(30))
    assert waits(matter) == {"archivist": "案卷归档"}
    assert [todo.limit for todo in inbox(cast.actor("archivist"))] == ["案卷归档期限"]
    closed_at, marking = matter.closed_at, matter.marking

    cast.wait(days=3)
    for wrong, reason in (
        ({"archived_on": date(2026, 3, 1)}, "早于办结日期"),
        ({"retention": "years_10"}, "至少保管30年"),
        ({"pages": 0}, "页数"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            archive(cast, matter, **wrong)
    row = archive(cast, matter, retention="years_30")

    assert (limit(matter, "archive-limit").state, matter.todos.count()) == ("met", 0)
    assert (matter.closed_at, matter.marking, matter.due_on) == (closed_at, marking, None)
    assert row.archived_by_id == cast.people["archivist"].pk
    with pytest.raises(RuleBroken, match="已经归档"):
        archive(cast, matter, number="20260002")

    other = story.file_case(cast, story.open_case(cast))
    running = ArchivedFile.objects.get()
    running.pk, running.uid, running.number = None, uuid4(), "20260009"
    running.case, running._state.adding = case_of(other), True
    with pytest.raises(DatabaseError), transaction.atomic():
        running.save()
    cast.do("agency_head", "cases.terminate", other, **ENDED)
    with pytest.raises(InvalidInput, match="已经用于另一份案卷"):
        archive(cast, other)
    copy = ArchivedFile.objects.get()
    copy.pk, copy.uid, copy.case, copy._state.adding = None, uuid4(), case_of(other), True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_running_case_is_not_archived_and_the_police_have_ten_working_days(home: object) -> None:
    cast = story.make_cast(domain="public-security", profile="lufeng")
    cast.people["archivist"] = make_officer(cast.agency, roles=("archivist",))
    matter = story.file_case(cast, story.open_case(cast, party=story.PERSON, public_order=True))
    service = story.acts.service("cases.archive_file")
    assert service.unmet(cast.actor("archivist"), matter, cast.clock) == (
        "案件还没有办结，不能归档",
    )

    cast.do("agency_head", "cases.terminate", matter, **ENDED)

    assert limit(matter, "archive-limit").due_on == date(2026, 3, 16)


def at_police(cast: Cast) -> Matter:
    """Return a case whose transfer to the police is approved."""
    matter = story.file_case(cast, story.open_case(cast))
    reported = {
        "suspected": "污染环境罪",
        "reasons": "超过国家排放标准三倍以上。",
        "materials": "调查报告",
        "receiver": "青川市公安局",
    }
    cast.do("handler", "cases.propose_crime_transfer", matter, **reported)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, opinion="同意。")
    return matter


@pytest.mark.requirement("Q7")
def test_each_turn_of_a_transfer_to_the_police_has_its_own_limit(cast: Cast) -> None:
    matter = at_police(cast)
    too_early = GoodsHandover(
        transfer=CrimeTransfer.objects.get(),
        handed_on=cast.today,
        goods="涉案原料2吨",
        receiver="青川市公安局",
        recorded_by=cast.people["handler"],
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        too_early.save()
    assert limit(matter, "crime.transfer").state == "open"
    assert not matter.deadlines.filter(code="crime.police_decides").exists()
    early: dict[str, Any] = {"received_on": date(2026, 3, 1), "received_by": "警示例"}
    with pytest.raises(InvalidInput, match="早于批准移送"):
        cast.do("handler", "cases.record_crime_receipt", matter, **early)
    with pytest.raises(RuleBroken, match="还没有登记公安机关的不予立案通知"):
        cast.do("handler", "cases.ask_reconsideration", matter, reason="已达追诉标准。")

    got: dict[str, Any] = {"received_on": cast.today, "received_by": "警示例"}
    cast.do("handler", "cases.record_crime_receipt", matter, **got)
    assert limit(matter, "crime.transfer").state == "met"
    assert limit(matter, "crime.police_decides").due_on == cast.today + timedelta(3)
    with pytest.raises(RuleBroken, match="已经签收"):
        cast.do("handler", "cases.record_crime_receipt", matter, **got)

    refused: dict[str, Any] = {"refused_on": cast.today, "number": "青公不立字1号"}
    cast.do("handler", "cases.record_police_refusal", matter, **refused)
    assert limit(matter, "crime.police_decides").state == "met"
    assert limit(matter, "crime.reconsider").due_on == cast.today + timedelta(3)
    cast.do("handler", "cases.ask_reconsideration", matter, reason="已达追诉标准。")
    assert limit(matter, "crime.reconsider").state == "met"
    answer = limit(matter, "crime.police_reconsiders")
    assert (answer.state, answer.due_on) == ("open", cast.today + timedelta(3))

    said: dict[str, Any] = {"answered_on": cast.today, "number": "青公立字1号", "note": "立案。"}
    cast.do("handler", "cases.police_accepts", matter, **said)
    assert answer.state != limit(matter, "crime.police_reconsiders").state == "met"
    goods = limit(matter, "crime.goods")
    assert (goods.state, goods.due_on) == ("open", cast.today + timedelta(3))
    assert waits(matter) == {"handler": "移交涉案物品", "archivist": "案卷归档"}

    handed: dict[str, Any] = {"goods": "涉案原料2吨", "receiver": "青川市公安局 警示例"}
    before = cast.today - timedelta(1)
    with pytest.raises(InvalidInput, match="早于公安机关立案"):
        cast.do("handler", "cases.hand_over_goods", matter, handed_on=before, **handed)
    cast.do("handler", "cases.hand_over_goods", matter, handed_on=cast.today, **handed)
    assert limit(matter, "crime.goods").state == "met"
    assert waits(matter) == {"archivist": "案卷归档"}
    with pytest.raises(RuleBroken, match="已经移交"):
        cast.do("handler", "cases.hand_over_goods", matter, handed_on=cast.today, **handed)

    late = CrimeTransfer.objects.get()
    late.refused_on = None
    with pytest.raises(IntegrityError), transaction.atomic():
        late.save()
