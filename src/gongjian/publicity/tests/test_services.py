"""Two persons, the gate, and what the public may read."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Case, Decision
from gongjian.cases.queries import case_of
from gongjian.cases.testing import (
    COMPANY,
    PERSON,
    Cast,
    decided,
    decided_case,
    file_case,
    make_cast,
    open_case,
)
from gongjian.cases.testing_beside import guardian, state_needs
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import DomainError, InvalidInput, RuleBroken
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.services import AssignRole, assign_role
from gongjian.parties.models import Party
from gongjian.parties.services import CorrectParty, correct_party
from gongjian.publicity.choices import ItemState, ReleaseState
from gongjian.publicity.gate import concerns_minor
from gongjian.publicity.models import PublicFile, PublicItem, Release
from gongjian.publicity.rendition import canonical
from gongjian.publicity.testing import READ, draft, publish
from gongjian.vault.store import store

pytestmark = pytest.mark.django_db
CHECKER = "publication_checker"
CHILD = PERSON | {"id_number": "11010520100505001X"}
GROWN = "110105200802100011"
WITHDRAW = "publicity.withdraw_publication"


def waiting(matter: Matter) -> dict[str, str]:
    """Return what stands in the inboxes of those who publish."""
    told = matter.todos.filter(role__in=["publisher", CHECKER])
    return dict(told.values_list("role", "step"))


def everything() -> tuple[int, int, int]:
    return (Release.objects.count(), PublicItem.objects.count(), PublicFile.objects.count())


def offered(cast: Cast, office: str, matter: Matter) -> set[str]:
    return {offer.code for offer in next_acts(cast.actor(office), matter, cast.clock)}


@pytest.mark.requirement("P1")
def test_two_persons_put_a_decision_on_the_portal() -> None:
    cast = make_cast()
    matter = decided_case(cast)

    item = publish(cast, matter)

    release = Release.objects.get()
    assert release.state == ReleaseState.PUBLISHED
    assert {item.drafted_by_id, item.checked_by_id} == {
        cast.people["publisher"].pk,
        cast.people[CHECKER].pk,
    }
    assert item.due_on == Deadline.objects.get(code="publication-limit").due_on
    assert "public_done" in matter.marking


def test_the_published_bytes_are_kept_and_hashed() -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))

    file = item.files.get()

    with store().open(file.sha256) as kept:
        assert kept.read() == canonical(PublicItem.objects.get().data)


def test_one_entry_ties_rendition_and_original() -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))

    entry = item.decision.case.matter.stream.entries.order_by("-seq")[0]
    tables = [json.loads(line)["t"] for line in entry.lines[1:]]

    assert entry.act == "publicity.publish_decision"
    assert {"publicity.release", "publicity.publicitem", "publicity.publicfile"} <= set(tables)


def test_the_drafter_cannot_check() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    cast.people[CHECKER] = cast.people["publisher"]
    assign_role(
        actor=SYSTEM,
        cmd=AssignRole(
            officer=cast.people["publisher"].uid, role=CHECKER, from_on=story.START.date()
        ),
    )
    release = draft(cast, matter)
    before = everything()

    assert "publicity.publish_decision" not in offered(cast, CHECKER, matter)
    with pytest.raises(DomainError, match="另一人"):
        cast.do(CHECKER, "publicity.publish_decision", matter, release=release.uid, compared=True)
    assert everything() == before


def test_a_natural_person_is_shown_by_surname_and_county() -> None:
    cast = make_cast()
    person = PERSON | {"address": "青川市城南街道滨河小区2栋1单元501室"}
    matter = decided_case(cast, party=person)

    item = publish(cast, matter)

    assert item.data["party"] == {
        "kind": "natural",
        "kind_label": "自然人",
        "name": "张某",
        "address": "青川市",
    }
    assert item.title.startswith("张某")


@pytest.mark.requirement("P13")
def test_nothing_that_identifies_a_person_reaches_the_public_row() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast, party=PERSON))
    told = (
        "当事人张示例（公民身份号码11010519491231002X，电话13900000001，家住青川市城南街道2号）"
        "驾驶川A12345货车，见证人李四（13800138000）在场，王示例签收，账号6222021234567890123，用的是刘五那辆货车。"
    )
    seen = {"present": "吴示例（店员）", "refused_signature": "拒签", "witness": "岳霖、扎西次仁"}
    story.inspect(cast, matter, **seen)
    why = "张示例系初次违法，其妻子刘五到场，岳霖所述与扎西次仁一致。"
    story.investigate(cast, matter, facts=told, discretion=why)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)

    item = publish(
        cast, matter, also_hide="城南街道\n货车", summary="张示例被处罚，电话13900000001"
    )

    rows = json.dumps([item.data, item.searchable, item.title, item.summary], ensure_ascii=False)
    release = json.dumps(Release.objects.get().hidden, ensure_ascii=False)
    for canary in (
        "张示例",
        "11010519491231002X",
        "13900000001",
        "城南街道",
        "川A12345",
        "李四",
        "13800138000",
        "刘五",
        "6222021234567890123",
        "货车",
        "吴示例",
        "岳霖",
        "扎西次仁",
    ):
        assert canary not in rows
        assert canary not in release


def test_every_word_of_a_name_and_a_name_since_corrected_are_hidden() -> None:
    cast = make_cast()
    person = PERSON | {"party_name": "买买提·艾力"}
    matter = story.file_case(cast, story.open_case(cast, party=person))
    story.investigate(
        cast, matter, facts="买买提·艾力到场，艾力承认。", discretion="买买提系初犯。"
    )
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)
    correct_party(
        actor=cast.actor("handler"),
        cmd=CorrectParty(party=Party.objects.get().uid, name="阿不都·热合曼"),
    )

    item = publish(cast, matter)

    assert item.party_name == "阿某"
    assert item.data["facts"] == "买某到场，买某承认。"
    assert item.data["discretion"] == "买某系初犯。"


def test_a_sole_trader_keeps_the_shop_and_loses_the_operator() -> None:
    cast = make_cast()
    shop = COMPANY | {
        "party_kind": "sole_trader",
        "party_name": "青川市好味小吃店",
        "uscc": "92530100MA00000232",
        "legal_representative": "欧阳示例",
    }
    item = publish(cast, decided_case(cast, party=shop))

    assert item.party_name == "青川市好味小吃店"
    assert item.data["party"]["operator"] == "欧阳某"
    assert item.data["party"]["address"] == "青川市"


@pytest.mark.parametrize(
    "party",
    [
        {
            "party_kind": "sole_trader",
            "party_name": "青川县桥头小吃店",
            "legal_representative": "阿卜杜热西提",
        },
        {"party_kind": "natural", "party_name": "甲示例"},
    ],
)
def test_what_was_corrected_before_and_after_the_decision_is_hidden_in_its_words(
    party: dict[str, Any],
) -> None:
    cast = story.make_cast()
    old, new = "青川市罗家镇桥头村九号", "青川市城关镇一号"
    matter = story.file_case(cast, story.open_case(cast, party | {"address": old}))
    known = case_of(matter).party
    second: dict[str, Any] = {
        "name": "阿卜杜热西提" if known.natural else known.name,
        "address": old,
    }
    last: dict[str, Any] = {"name": "欧阳雀" if known.natural else known.name, "address": new}
    if not known.natural:
        second["legal_representative"], last["legal_representative"] = "阿卜杜热西提", "欧阳雀"
    cast.do("handler", "parties.correct_party", party=known.uid, **second)
    story.investigate(cast, matter, facts=f"阿卜杜热西提在{old}违法经营。")
    story.decide(cast, story.let_time_run(cast, story.inform(cast, matter)))
    story.deliver(cast, matter)
    cast.do("handler", "parties.correct_party", party=known.uid, **last)

    item = publish(cast, matter)

    public = json.dumps(item.data, ensure_ascii=False) + item.searchable + item.summary
    assert [word for word in ("热西提", "桥头村", "九号") if word in public] == []
    assert "阿某在青川市违法经营。" in public


def test_who_was_under_age_at_the_act_or_was_found_to_be_is_closed_though_of_age_by_papers() -> (
    None
):
    cast = make_cast()
    grown = PERSON | {"id_number": GROWN}
    today, before = cast.today, cast.today - timedelta(days=700)

    acted_young = case_of(open_case(cast, party=grown, act_ended_on=before))
    acted_grown = case_of(open_case(cast, party=PERSON, act_ended_on=before))
    found = file_case(cast, open_case(cast, party=PERSON))
    assert [concerns_minor(case, today) for case in (acted_young, acted_grown)] == [True, False]
    assert not concerns_minor(case_of(found), today)
    state_needs(cast, found, minor=True)
    assert concerns_minor(Case.objects.get(matter=found), today)


@pytest.mark.parametrize(
    ("case", "party", "clause"),
    [
        ({"public_order": True}, COMPANY, "第一百三十六条"),
        ({"state_secret": True}, COMPANY, "第十四条"),
        ({}, CHILD, "第一百零三条"),
    ],
)
def test_a_closed_record_is_withheld_with_its_clause(
    case: Mapping[str, Any], party: dict[str, Any], clause: str
) -> None:
    cast = make_cast(profile="lufeng", domain="public-security")
    matter = file_case(cast, open_case(cast, party=party, **case))
    if party is CHILD:
        guardian(cast, matter)
    decided(cast, matter)

    assert offered(cast, "publisher", matter) == set()
    assert set(waiting(matter)) == {CHECKER}
    with pytest.raises(RuleBroken, match=clause):
        cast.do("publisher", "publicity.draft_release", matter, summary="摘要", **READ)
    with pytest.raises(RuleBroken, match=clause):
        cast.do("publisher", "publicity.choose_attachment", matter, file="file.x", title="决定书")
    cast.do(CHECKER, "publicity.withhold", matter)

    release = Release.objects.get()
    assert release.state == ReleaseState.WITHHELD
    assert clause in release.clause
    assert release.data == {}
    assert not PublicItem.objects.exists()


def test_an_open_record_cannot_be_withheld() -> None:
    cast = make_cast()
    matter = decided_case(cast)

    assert offered(cast, CHECKER, matter) == set()
    assert waiting(matter) == {"publisher": "拟定公示内容"}
    with pytest.raises(RuleBroken, match="应当依法公示"):
        cast.do(CHECKER, "publicity.withhold", matter)


def test_a_finding_closes_the_record_when_the_other_person_agrees() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    release = draft(cast, matter, trade_secret="main")

    assert release.data == {}
    assert offered(cast, CHECKER, matter) == {"publicity.return_release"}
    assert waiting(matter) == {CHECKER: "复核公示内容"}
    cast.do(CHECKER, "publicity.return_release", matter, reason="同意不予公开。")
    assert waiting(matter) == {"publisher": "拟定公示内容", CHECKER: "确认不予公开"}
    cast.do(CHECKER, "publicity.withhold", matter)

    assert Release.objects.order_by("-round")[0].state == ReleaseState.WITHHELD


def test_a_returned_draft_is_drawn_anew() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    first = draft(cast, matter)
    cast.do(CHECKER, "publicity.return_release", matter, reason="摘要过长。")

    second = draft(cast, matter, summary="改写的摘要")

    with pytest.raises(RuleBroken, match="重拟"):
        cast.do(CHECKER, "publicity.publish_decision", matter, release=first.uid, compared=True)
    assert (second.round, second.summary) == (2, "改写的摘要")


def test_a_problem_found_must_be_explained() -> None:
    cast = make_cast()
    matter = decided_case(cast)

    with pytest.raises(InvalidInput):
        draft(cast, matter, rights="handled")
    assert not Release.objects.exists()


@pytest.mark.requirement("P12")
def test_publishing_late_keeps_the_date_it_was_due() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    cast.wait(days=30)

    item = publish(cast, matter)

    assert item.days_late > 0


@pytest.mark.requirement("P14")
def test_a_withdrawn_item_keeps_number_reason_and_date() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)

    values: dict[str, Any] = {"item": item.uid, "ground": "revoked", "effective_on": cast.today}
    with pytest.raises(InvalidInput):
        cast.do(CHECKER, WITHDRAW, matter, **values, reason="电话13800138000")
    cast.do(CHECKER, WITHDRAW, matter, **values, reason="复议机关撤销原决定。")

    item.refresh_from_db()
    assert item.state == ItemState.WITHDRAWN
    assert item.withdrawal_due_on == cast.today + timedelta(days=1)
    with pytest.raises(RuleBroken):
        cast.do(CHECKER, WITHDRAW, matter, **values, reason="再撤一次。")


@pytest.mark.tampers
def test_the_database_refuses_to_release_by_sql() -> None:
    cast = make_cast()
    draft(cast, decided_case(cast))

    for assignment in (
        "state='published', checked_by_id=drafted_by_id, checked_at=drafted_at",
        "state='published', checked_by_id=NULL",
        "state='withheld', checked_by_id=drafted_by_id",
        "state='returned'",
        "data='{}'",
        "drafted_by_id=checked_by_id",
        "sealed=TRUE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            _sql(f"UPDATE publicity_release SET {assignment}")
        assert Release.objects.get().state == ReleaseState.DRAFTED, assignment


@pytest.mark.tampers
def test_the_database_refuses_to_change_what_is_public() -> None:
    cast = make_cast()
    publish(cast, decided_case(cast))
    before = PublicItem.objects.values().get()

    for assignment in (
        "published_on='2026-01-01'",
        "due_on='2030-01-01'",
        "data='{}'",
        "summary='别的'",
        "state='withdrawn'",
        "checked_by_id=drafted_by_id",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            _sql(f"UPDATE publicity_publicitem SET {assignment}")
        assert PublicItem.objects.values().get() == before, assignment


@pytest.mark.tampers
def test_the_database_refuses_to_publish_a_sealed_or_undelivered_record() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    release = draft(cast, matter)
    known = {
        f.attname: getattr(release, f.attname)
        for f in Release._meta.concrete_fields
        if f.attname not in {"id", "uid"}
    }
    done = {
        "round": 2,
        "state": "published",
        "checked_by_id": cast.people[CHECKER].pk,
        "checked_at": release.drafted_at,
    }
    decision = Decision.objects.get()

    for wrong in (
        {"sealed": True},
        {"minor": True},
        {"secret": True},
        {"delivered_on": None},
        {"verdict": "withhold"},
        {"drafted_by_id": cast.people[CHECKER].pk},
        {"drafted_by_id": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.create(**(known | done | wrong))
    assert Release.objects.filter(decision=decision).count() == 1


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
