"""A corrected publication: a new version, and the old one kept and said to be corrected."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common import acts
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.publicity.models import PublicItem, Release
from gongjian.publicity.opendata import groups
from gongjian.publicity.queries import figures
from gongjian.publicity.testing import READ, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"
WHY = "摘要漏写了罚款数额。"


def offered(cast: Cast, office: str, matter: Matter) -> set[str]:
    actor = cast.actor(office)
    found = [s for code, s in acts.services().items() if code.startswith("publicity.")]
    return {
        s.code
        for s in found
        if s.on_matter and acts.may(actor, s, matter) and not s.unmet(actor, matter, cast.clock)
    }


def drafted(cast: Cast, matter: Matter, **values: Any) -> Release:
    known: dict[str, Any] = {"summary": "改写的摘要", "reason": WHY, **READ, **values}
    release: Release = cast.do("publisher", "publicity.draft_correction", matter, **known)
    return release


def correct(cast: Cast, matter: Matter, release: Release) -> PublicItem:
    values: dict[str, Any] = {"release": release.uid, "compared": True}
    item: PublicItem = cast.do(CHECKER, "publicity.correct_publication", matter, **values)
    return item


@pytest.mark.requirement("P15")
def test_a_correction_shows_a_new_version_and_tells_of_the_old_one() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    old = publish(cast, matter)
    cast.wait(days=2)

    for wrong in ({"reason": "电话13800138000"}, {"minor": True}):
        with pytest.raises(InvalidInput):
            drafted(cast, matter, **wrong)
    release = drafted(cast, matter)
    assert old.live
    assert "publicity.draft_correction" not in offered(cast, "publisher", matter)
    assert "publicity.correct_publication" not in offered(cast, "publisher", matter)
    new = correct(cast, matter, release)

    old.refresh_from_db()
    assert (old.state, old.corrected_on, old.correction_reason) == ("corrected", cast.today, WHY)
    assert (new.version, new.summary, new.due_on) == (2, "改写的摘要", old.due_on)
    assert old.files.get().sha256 != new.files.get().sha256
    assert [r.state for r in Release.objects.order_by("round")] == ["replaced", "published"]
    gone = Client().get(f"/decisions/{old.token}")
    page = Client().get(f"/decisions/{new.token}").content.decode()
    assert gone.status_code == Client().get(f"/decisions/{old.token}/rendition.json").status_code
    assert gone.status_code == 410
    assert WHY in gone.content.decode()
    assert f"/decisions/{new.token}" in gone.content.decode()
    assert WHY in page
    assert f"/decisions/{old.token}" in page
    listed = Client().get("/data/decisions.csv").getvalue().decode()
    assert new.token in listed
    assert old.token not in listed


@pytest.mark.parametrize(("waits", "late"), [(0, False), (20, True)])
def test_a_correction_neither_makes_a_publication_late_nor_mends_that_it_was(
    waits: int, late: bool
) -> None:
    cast = make_cast()
    matter = decided_case(cast)
    cast.wait(days=waits)
    old = publish(cast, matter)
    cast.wait(days=30)

    new = correct(cast, matter, drafted(cast, matter))

    assert new.published_on > new.due_on
    assert new.first_published_on == old.published_on
    assert bool(new.days_late) is bool(old.days_late) is late
    assert figures().late == late
    assert sum(group.late for group in groups(new.decided_on.year)) == late
    page = Client().get(f"/decisions/{new.token}").content.decode()
    assert ("逾期" in page) is late


def test_a_returned_correction_leaves_the_portal_as_it_is() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    assert "publicity.draft_correction" not in offered(cast, "publisher", matter)
    item = publish(cast, matter)
    first = drafted(cast, matter)

    cast.do(CHECKER, "publicity.return_correction", matter, reason="理由不清楚。")

    with pytest.raises(RuleBroken):
        correct(cast, matter, first)
    item.refresh_from_db()
    assert item.live
    assert "publicity.draft_correction" in offered(cast, "publisher", matter)


def test_what_was_withdrawn_meanwhile_is_not_corrected() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    release = drafted(cast, matter)
    values: dict[str, Any] = {"item": item.uid, "ground": "revoked", "effective_on": cast.today}
    cast.do(CHECKER, "publicity.withdraw_publication", matter, **values, reason="已撤销。")

    assert "publicity.correct_publication" not in offered(cast, CHECKER, matter)
    with pytest.raises(RuleBroken, match="退回"):
        correct(cast, matter, release)
    assert PublicItem.objects.count() == 1


@pytest.mark.tampers
@pytest.mark.parametrize(
    "assignment",
    ["state='corrected'", "corrected_on='2026-05-01'", "correction_reason='误'"],
)
def test_the_database_corrects_nothing_without_day_and_reason(assignment: str) -> None:
    cast = make_cast()
    publish(cast, decided_case(cast))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE publicity_publicitem SET {assignment}")
