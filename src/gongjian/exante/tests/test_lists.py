"""Lists: drawn from what runs, released by two persons, followed by versions, kept up to date."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.testing import Cast, make_cast
from gongjian.catalog.queries import own_domains
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import DomainError, InvalidInput, RuleBroken
from gongjian.exante.choices import ListKind, ListState, Standing
from gongjian.exante.comparing import difference
from gongjian.exante.content import draw
from gongjian.exante.content.catalogue import powers
from gongjian.exante.content.form import public_source
from gongjian.exante.models import Adjustment, OpenList
from gongjian.exante.queries import list_now, newest_of, owed_by, valid_on, versions_of
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list, state_items
from gongjian.ledger.models import Entry
from gongjian.orgs.models import Officer
from gongjian.orgs.services import (
    AddUnit,
    RemoveOfficer,
    SuspendCertificate,
    add_unit,
    suspend_certificate,
)
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.errors import SamePerson
from gongjian.publicity.rendition import digest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def names(row: OpenList | None) -> list[str]:
    assert row is not None
    return [line["cells"]["name"] for line in row.content["rows"]]


def suspend(cast: Cast, officer: Officer) -> None:
    paper = officer.certificates.get()
    cmd = SuspendCertificate(certificate=paper.uid, reason="待查")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=cmd)


@pytest.mark.parametrize("domain", ["environment", "public-security"])
def test_every_list_is_drawn_and_says_the_same_until_something_changes(domain: str) -> None:
    cast = make_cast(domain=domain)
    state_items(cast)

    for kind in ListKind:
        content = draw(kind, cast.agency, TODAY)

        # A plan rests on the published list of items, so nothing is planned yet.
        assert bool(content["rows"]) != str(kind).startswith(("check-", "body-")), kind
        assert digest(content) == digest(draw(kind, cast.agency, date(2026, 4, 2))), kind


def test_sources_reach_the_public_without_our_own_codes() -> None:
    assert public_source("行政处罚法 第五十八条; HN26; KM2.3.2") == "行政处罚法 第五十八条"
    assert public_source("达州市实施方案 DZ9(1)；行政复议法 第二十条") == (
        "达州市实施方案；行政复议法 第二十条"
    )


def test_a_list_is_released_by_two_persons_and_its_hash_enters_the_ledger() -> None:
    cast = make_cast()
    cast.people["publication_checker"] = cast.people["publisher"]

    drawn = cast.do("publisher", "exante.draft_list", kind="officers", confirmed="市司法局")
    with pytest.raises(DomainError):
        cast.do("publisher", "exante.publish_list", version=drawn.uid, compared=True)

    drawn.state, drawn.version, drawn.valid_from = ListState.PUBLISHED, 1, TODAY
    drawn.checked_by_id, drawn.checked_at = drawn.drafted_by_id, drawn.drafted_at
    with pytest.raises(IntegrityError), transaction.atomic():
        drawn.save()
    entry = Entry.objects.filter(stream=cast.agency.stream).order_by("-seq")[0]
    assert drawn.sha256 in entry.payload


def test_who_holds_both_offices_cannot_release_an_own_draft() -> None:
    cast = make_cast()
    both = make_officer(cast.agency, roles=("publisher", "publication_checker"))
    cast.people |= {"both": both}

    drawn = cast.do("both", "exante.draft_list", kind="powers")

    with pytest.raises(SamePerson):
        cast.do("both", "exante.publish_list", version=drawn.uid, compared=True)


def test_a_register_is_confirmed_first_where_the_jurisdiction_says_so() -> None:
    cast = make_cast(profile="dazhou")

    with pytest.raises(InvalidInput, match="司法行政"):
        cast.do("publisher", "exante.draft_list", kind="officers")

    assert cast.do("publisher", "exante.draft_list", kind="powers").state == ListState.DRAFTED


@pytest.mark.parametrize("domain", own_domains())
def test_a_penalty_without_a_condition_is_listed_without_empty_brackets(domain: str) -> None:
    agency = make_agency(domain=domain)

    contents = [row.cells["content"] for row in powers(agency, TODAY).rows]

    assert contents
    assert not any("（）" in content for content in contents)


def test_nothing_is_drawn_twice_and_nothing_is_published_that_is_no_longer_true() -> None:
    cast = make_cast()
    publish_list(cast, "powers")
    with pytest.raises(RuleBroken, match="没有需要公布的变化"):
        cast.do("publisher", "exante.draft_list", kind="powers")

    drawn = cast.do("publisher", "exante.draft_list", kind="officers", confirmed="市司法局")
    with pytest.raises(RuleBroken, match="待复核"):
        cast.do("publisher", "exante.draft_list", kind="officers", confirmed="市司法局")
    make_officer(cast.agency)
    with pytest.raises(RuleBroken, match="又有变化"):
        cast.do("publication_checker", "exante.publish_list", version=drawn.uid, compared=True)

    cast.do("publication_checker", "exante.return_list", version=drawn.uid, reason="有新人员")
    assert publish_list(cast, "officers").version == 1


def test_an_older_version_stays_and_answers_for_its_days() -> None:
    cast = make_cast()
    first = publish_list(cast, "bodies")
    cast.wait(days=30)
    add_unit(
        actor=SYSTEM,
        clock=cast.clock,
        cmd=AddUnit(agency=cast.agency.uid, name="罗家区大队", kind="enforcement"),
    )
    second = publish_list(cast, "bodies")

    versions = list(versions_of(cast.agency.code, "bodies"))
    change = difference(first.content, second.content)

    assert [one.version for one in versions] == [2, 1]
    assert first.valid_from is not None
    for day, row in ((first.valid_from, first), (cast.today, second)):
        found = valid_on(versions, day)
        assert found is not None
        assert found.uid == row.uid
    assert valid_on(versions, date(2026, 1, 1)) is None
    ((label, before, after),) = change.changed[0].cells
    assert label == "执法机构"
    assert "罗家区大队" in after
    assert "罗家区大队" not in before
    assert change.told == ["变动 1 条"]


def test_a_changed_list_opens_a_task_of_one_month_that_the_next_version_ends() -> None:
    cast = make_cast(profile="huainan")
    publish_list(cast, "officers")
    keep_up(clock=cast.clock)
    assert not Adjustment.objects.exists()
    make_officer(cast.agency, name="新来的")

    keep_up(clock=cast.clock)
    keep_up(clock=cast.clock)

    (owed,) = owed_by(cast.actor("publisher"))
    assert (owed.kind, owed.noticed_on, owed.due_on) == (
        "officers",
        cast.today,
        date(2026, 4, 2),
    )
    assert "第2项" in owed.rule
    assert owed.explanation[0] == "新增 1 条"
    assert owed_by(cast.actor("handler")) == []
    assert list_now(cast.agency, "officers", cast.today).standing == Standing.CHANGED
    assert list_now(cast.agency, "officers", date(2026, 4, 3)).standing == Standing.OVERDUE

    publish_list(cast, "officers")

    assert owed_by(cast.actor("publisher")) == []
    assert list_now(cast.agency, "officers", cast.today).standing == Standing.CURRENT


def test_a_task_ends_by_itself_when_the_old_state_returns() -> None:
    cast = make_cast()
    extra = make_officer(cast.agency)
    publish_list(cast, "officers")
    passing = make_officer(cast.agency)
    keep_up(clock=cast.clock)
    assert len(owed_by(cast.actor("publisher"))) == 1

    suspend(cast, passing)
    keep_up(clock=cast.clock)

    assert owed_by(cast.actor("publisher")) == []
    assert extra.name in names(newest_of(cast.agency, "officers"))


def test_who_may_no_longer_enforce_leaves_the_register_at_once() -> None:
    cast = make_cast()
    gone = make_officer(cast.agency, name="暂扣者")
    left = make_officer(cast.agency, name="离职者")
    expiring = make_officer(cast.agency, name="到期者", valid_to=date(2026, 3, 10))
    first = publish_list(cast, "officers")
    assert {"暂扣者", "离职者", "到期者"} <= set(names(first))
    newcomer = make_officer(cast.agency, name="新来的")

    suspend(cast, gone)
    second = newest_of(cast.agency, "officers")
    cast.people["admin"] = make_officer(cast.agency, roles=("admin_system",), certificate=False)
    remove = RemoveOfficer(officer=left.uid, left_on=cast.today)
    cast.do("admin", "orgs.remove_officer", officer=remove.officer, left_on=remove.left_on)
    third = newest_of(cast.agency, "officers")
    cast.wait(days=10)
    keep_up(clock=cast.clock)
    fourth = newest_of(cast.agency, "officers")

    assert set(names(first)) - set(names(second)) == {"暂扣者"}
    assert set(names(second)) - set(names(third)) == {"离职者"}
    assert set(names(third)) - set(names(fourth)) == {"到期者"}
    # Who came meanwhile waits for two persons.
    assert newcomer.name not in names(fourth)
    assert expiring.name not in names(fourth)
    assert fourth is not None
    assert (fourth.version, fourth.struck_from, fourth.drafted_by) == (4, third, None)


def test_who_is_protected_is_only_counted_and_older_versions_that_name_him_close() -> None:
    cast = make_cast()
    agent = make_officer(cast.agency, name="便衣甲")
    first = publish_list(cast, "officers")
    given: dict[str, Any] = {"ground": "covert", "reason": "承担暗查任务"}

    with pytest.raises(DomainError):
        cast.do("publisher", "exante.withhold_officer", officer=agent.uid, **given)
    cast.do("agency_head", "exante.withhold_officer", officer=agent.uid, **given)

    (shown,) = versions_of(cast.agency.code, "officers")
    newest = newest_of(cast.agency, "officers")
    assert newest is not None
    assert newest.uid == shown.uid != first.uid
    assert "便衣甲" not in names(newest)
    assert newest.content["notes"] == ["另有 1 名执法人员依法不公开姓名和证件，只计人数。"]
    assert "承担暗查任务" not in str(newest.content)

    with pytest.raises(RuleBroken, match="无需重复"):
        cast.do("agency_head", "exante.withhold_officer", officer=agent.uid, **given)
    cast.do("agency_head", "exante.end_withholding", officer=agent.uid)
    assert "便衣甲" in names(publish_list(cast, "officers"))
    assert first.uid not in {one.uid for one in versions_of(cast.agency.code, "officers")}
