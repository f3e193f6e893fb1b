"""Many files to the archive on one page: each its own act; a refused one stops no other."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.models import ArchivedFile
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.workbench.archiving import numbers_after
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAGE = "/staff/archiving/"
ENDED: dict[str, Any] = {"ground": "party_gone", "progress": "已查。", "reasons": "当事人死亡。"}


def staffed() -> Cast:
    cast = make_cast(accounts=True)
    cast.people["archivist"] = make_officer(cast.agency, ("archivist",), account=True)
    return cast


def ended(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    cast.do("agency_head", "cases.terminate", matter, **ENDED)
    return matter


def sheet(cast: Cast, *matters: Matter, **changed: Any) -> dict[str, Any]:
    """Return what a person types of some files; `changed` names a field of the first."""
    typed: dict[str, Any] = {
        "matter": [str(matter.uid) for matter in matters],
        "place": "二号库房3柜",
        "archived_on": cast.today.isoformat(),
    }
    for number, matter in enumerate(matters, 1):
        row = {"number": f"2026{number:04d}", "volumes": "1", "pages": "86"}
        row |= {"retention": "years_30", "note": ""} | (changed if number == 1 else {})
        typed |= {f"{matter.uid}.{name}": value for name, value in row.items()}
    return typed


def archivist(cast: Cast) -> Client:
    return signed_in_as(cast.people["archivist"])


def kept() -> dict[str, str]:
    return {str(row.case.matter.uid): row.number for row in ArchivedFile.objects.all()}


def test_due_files_are_looked_at_first_and_then_taken_each_by_an_act_of_its_own() -> None:
    cast = staffed()
    one, two, running = ended(cast), ended(cast), file_case(cast, open_case(cast))
    client = archivist(cast)

    shown = client.get(PAGE).content.decode()
    assert (str(one.uid) in shown, str(two.uid) in shown, str(running.uid) in shown) == (
        True,
        True,
        False,
    )
    form = client.get(PAGE, {"matter": [str(one.uid), str(two.uid)]}).content.decode()
    assert 'value="20260001"' in form
    assert 'value="20260002"' in form
    assert '<option value="years_30" selected>' in form
    before = Entry.objects.count()
    checked = client.post(PAGE, sheet(cast, one, two))
    assert (checked.status_code, kept(), Entry.objects.count()) == (200, {}, before)
    assert "2 件核对无误，尚未归档" in checked.content.decode()
    done = client.post(PAGE, sheet(cast, one, two) | {"confirmed": "yes"}, follow=True)

    assert kept() == {str(one.uid): "20260001", str(two.uid): "20260002"}
    assert Entry.objects.count() == before + 2
    assert "已归档2件" in done.content.decode()
    assert "没有等待归档的案卷" in done.content.decode()


def test_what_is_refused_of_one_file_is_told_and_stops_no_other() -> None:
    cast = staffed()
    short, good, running = ended(cast), ended(cast), file_case(cast, open_case(cast))
    cast.do("agency_head", "cases.terminate", running, **ENDED)
    client = archivist(cast)
    typed = sheet(cast, short, good, running, retention="years_10")
    typed[f"{running.uid}.pages"] = "很多"

    checked = client.post(PAGE, typed)
    text = checked.content.decode()
    assert (checked.status_code, kept()) == (422, {})
    assert "至少保管30年" in text
    assert "“页数”应为整数" in text
    assert "确认归档 1 件" in text
    taken = client.post(PAGE, typed | {"confirmed": "yes"})

    assert (taken.status_code, kept()) == (422, {str(good.uid): "20260002"})
    text = taken.content.decode()
    assert "已归档 1 件" in text
    assert "没有归档的 2 件" in text
    assert "至少保管30年" in text
    again = client.post(PAGE, sheet(cast, good) | {"confirmed": "yes"})
    assert "案卷已经归档" in again.content.decode()
    assert len(kept()) == 1


def test_one_number_for_two_files_and_a_case_that_moved_on_are_refused() -> None:
    cast = staffed()
    one, two = ended(cast), ended(cast)
    client = archivist(cast)

    same = client.post(PAGE, sheet(cast, one, two, number="20260002") | {"confirmed": "yes"})
    assert same.content.decode().count("与本页另一份案卷的归档号相同") == 2
    stale = sheet(cast, one) | {f"{one.uid}.seq": "1", "confirmed": "yes"}
    answer = client.post(PAGE, stale)

    assert (answer.status_code, kept()) == (422, {})
    assert f'name="{one.uid}.seq" value="{one.seq}"' in answer.content.decode()


def test_what_all_files_share_is_told_once_above_them() -> None:
    cast = staffed()
    one, two = ended(cast), ended(cast)
    typed = sheet(cast, one, two) | {"place": "", "archived_on": "2026-03-01"}

    text = archivist(cast).post(PAGE, typed).content.decode()

    assert text.count("请填写“存放处”") == 1
    early = typed | {"place": "一号库房"}
    assert archivist(cast).post(PAGE, early).content.decode().count("早于办结日期") == 1
    assert kept() == {}


def test_others_have_no_such_page_and_what_is_out_of_sight_is_not_there() -> None:
    cast = staffed()
    hidden = file_case(cast, open_case(cast))

    assert signed_in_as(cast.people["handler"]).get(PAGE).status_code == 403
    client = archivist(cast)
    assert "没有等待归档的案卷" in client.get(PAGE).content.decode()
    for wrong in (str(hidden.uid), "kein-uid"):
        assert client.get(PAGE, {"matter": wrong}).status_code == 404
    assert client.post(PAGE, sheet(cast, hidden)).status_code == 404
    many = [str(hidden.uid)[:-2] + f"{n:02d}" for n in range(21)]
    assert client.get(PAGE, {"matter": many}).status_code == 409


def test_a_longer_list_takes_no_more_queries() -> None:
    cast = staffed()
    ended(cast)
    client = archivist(cast)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    few = queries()
    for _ in range(3):
        ended(cast)

    assert queries() == few


def test_what_was_typed_comes_back_after_leaving_the_page() -> None:
    cast = staffed()
    one = ended(cast)
    client = archivist(cast)
    client.post("/staff/drafts/cases.archive_file:", sheet(cast, one, number="甲-7", pages="12"))

    shown = client.get(PAGE, {"matter": str(one.uid)}).content.decode()

    assert 'value="甲-7"' in shown
    assert 'value="二号库房3柜"' in shown
    client.post(PAGE, sheet(cast, one) | {"confirmed": "yes"})
    assert "已恢复" not in client.get(PAGE, {"matter": str(one.uid)}).content.decode()


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("", ["20260001", "20260002"]),
        ("20260009", ["20260010", "20260011"]),
        ("20250123", ["20260001", "20260002"]),
        ("2026-行-099", ["2026-行-100", "2026-行-101"]),
        ("档字第7号", ["20260001", "20260002"]),
        ("A12", ["A13", "A14"]),
    ],
)
def test_numbers_go_on_from_the_last_and_begin_anew_each_year(
    last: str, following: list[str]
) -> None:
    assert numbers_after(last, 2, 2026) == following
