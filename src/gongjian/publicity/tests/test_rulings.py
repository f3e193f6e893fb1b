"""Decisions other than penalties: a gate with a clause, two persons, a number, a way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.choices import NoPenaltyGround
from gongjian.cases.models import Case
from gongjian.cases.testing import PERSON, Cast, file_case, make_cast, open_case
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.tables import table
from gongjian.orgs.services import AssignRole, assign_role
from gongjian.publicity.choices import Answer, ItemKind, ItemState, NumberState, ReleaseState
from gongjian.publicity.models import PublicNumber, PublicRuling, PublicSeries, RulingRound
from gongjian.publicity.numbers import keeping
from gongjian.publicity.rules import publication_gate
from gongjian.publicity.rulings import KINDS, _basis, _conclusion, open_rulings
from gongjian.publicity.sweeping import numbers_due
from gongjian.publicity.testing import draft_ruling as draft
from gongjian.publicity.testing import publish_ruling as publish
from gongjian.publicity.testing import seize

from .test_rules import OPEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"
OTHERS = sorted(set(ItemKind.values) - {"penalty-decision"})


def seized(**opened: Any) -> tuple[Cast, Matter, Document]:
    """Seize goods, approved before, in a case of an environment agency."""
    cast = make_cast()
    matter = file_case(cast, open_case(cast, **opened))
    return cast, matter, seize(cast, matter)


def spared() -> tuple[Cast, Matter, Document]:
    """Decide not to punish, and deliver it."""
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    story.investigate(cast, matter, items=(), no_penalty_ground="minor_corrected")
    told = story.before_the_head(cast, matter)
    cast.do(
        "agency_head",
        "cases.issue_no_penalty",
        matter,
        draft_hash=told.draft_hash,
        education="责令按期整改，并当面教育。",
        opinion="同意。",
    )
    return cast, matter, Document.objects.get(matter=matter, kind="no-penalty-decision")


def limits(matter: Matter) -> list[tuple[str, str]]:
    rows = Deadline.objects.filter(matter=matter, code="publication.other").order_by("id")
    return list(rows.values_list("of_paper", "state"))


@pytest.mark.requirement("P12", "P13")
@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("place", ["national", "dazhou", "kunming", "huainan", "xiamen", "lufeng"])
def test_every_kind_of_act_has_an_answer_with_a_clause(kind: str, place: str) -> None:
    gate = table("publication-gate", place)
    shown = publication_gate(OPEN | {"act_kind": kind}, gate)
    person = publication_gate(OPEN | {"act_kind": kind, "party_kind": "natural"}, gate)
    sealed = publication_gate(OPEN | {"act_kind": kind, "public_order": True}, gate)
    minor = publication_gate(OPEN | {"act_kind": kind, "minor": True}, gate)

    assert (shown.answer, person.answer) == (Answer.PUBLISH, Answer.REDACT)
    assert "国办发〔2018〕118号" in shown.clause
    assert sealed.withheld
    assert "第一百三十六条" in sealed.clause
    assert minor.withheld
    assert "未成年人保护法" in minor.clause


@pytest.mark.requirement("P12")
def test_a_seizure_waits_for_the_publisher_twenty_working_days() -> None:
    _, matter, paper = seized()

    limit = Deadline.objects.get(matter=matter, code="publication.other")

    assert limit.of_paper == paper.number
    assert "20个工作日" in " ".join(limit.explanation)
    assert matter.todos.filter(role="publisher", due_on=limit.due_on).exists()


@pytest.mark.requirement("P1", "P12")
def test_two_persons_show_a_seizure_with_the_four_that_are_asked() -> None:
    cast, matter, paper = seized()

    item = publish(cast, matter, paper)

    assert item.kind == ItemKind.COERCIVE_MEASURE
    assert item.data["agency"] == matter.agency.name  # 执法机关
    assert item.data["party"]["name"] == matter.party_name  # 执法对象
    assert item.data["kind_label"] == "行政强制措施决定"  # 执法类别
    assert item.data["conclusion"]  # 执法结论
    assert {item.drafted_by_id, item.checked_by_id} == {
        cast.people["publisher"].pk,
        cast.people[CHECKER].pk,
    }
    assert limits(matter) == [(paper.number, "met")]
    assert Document.objects.filter(matter=matter, kind="publication-review").count() == 1


def test_a_decision_not_to_punish_is_shown_once_it_was_delivered() -> None:
    cast, matter, paper = spared()
    with pytest.raises(RuleBroken, match="还没有送达"):
        draft(cast, matter, paper)

    work_until_idle(cast.clock)
    cast.do("handler", "cases.deliver_no_penalty", matter, **story.handed_over(cast))
    item = publish(cast, matter, paper)

    assert item.data["conclusion"].startswith("不予处罚：")
    assert "facts" not in item.data


def test_a_person_keeps_the_surname_alone() -> None:
    cast, matter, paper = seized(party=PERSON)

    name = matter.party_name
    item = publish(cast, matter, paper, summary=f"{name}的物品被扣押")

    said = f"{item.data} {item.title} {item.summary} {item.conclusion}"
    assert name not in said
    assert PERSON["id_number"] not in said
    assert item.data["party"]["name"] in item.summary


def test_who_drafted_it_does_not_check_it() -> None:
    cast, matter, paper = seized()
    release = draft(cast, matter, paper)
    cast.people[CHECKER] = cast.people["publisher"]
    both = AssignRole(
        officer=cast.people["publisher"].uid, role=CHECKER, from_on=story.START.date()
    )
    assign_role(actor=SYSTEM, cmd=both)

    with pytest.raises(RuleBroken, match="须由另一人复核"):
        cast.do(CHECKER, "publicity.publish_ruling", matter, release=release.uid, compared=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RulingRound.objects.filter(pk=release.pk).update(
            state=ReleaseState.PUBLISHED,
            checked_by=release.drafted_by,
            checked_at=release.drafted_at,
        )
    assert not PublicRuling.objects.exists()


def test_a_returned_draft_is_drawn_anew() -> None:
    cast, matter, paper = seized()
    release = draft(cast, matter, paper)
    assert matter.todos.filter(role=CHECKER).exists()

    cast.do(CHECKER, "publicity.return_ruling", matter, release=release.uid, reason="摘要不清楚。")
    assert not matter.todos.filter(role=CHECKER).exists()
    item = publish(cast, matter, paper, summary="依法扣押涉案物品。")

    assert item.release.round == 2
    assert item.summary == "依法扣押涉案物品。"


def test_what_a_person_found_withholds_it_by_a_clause_that_the_series_shows() -> None:
    cast, matter, paper = seized()
    release = draft(cast, matter, paper, trade_secret="main")
    assert not release.data
    with pytest.raises(RuleBroken, match="依法不予公开"):
        cast.do(CHECKER, "publicity.publish_ruling", matter, release=release.uid, compared=True)
    cast.do(CHECKER, "publicity.return_ruling", matter, release=release.uid, reason="属实。")

    cast.do(CHECKER, "publicity.withhold_ruling", matter, document=paper.uid)

    number = PublicNumber.objects.get(number=paper.number)
    assert (number.state, number.ground) == (NumberState.WITHHELD, "trade")
    assert limits(matter) == [(paper.number, "met")]


def test_a_person_finds_a_minor_whom_the_rows_do_not_show() -> None:
    cast, matter, paper = seized()
    release = draft(cast, matter, paper, minor=True)
    assert not release.data
    cast.do(CHECKER, "publicity.return_ruling", matter, release=release.uid, reason="属实。")

    cast.do(CHECKER, "publicity.withhold_ruling", matter, document=paper.uid)

    series = PublicSeries.objects.get(series="查扣")
    assert (series.given, series.hidden) == (1, 1)
    assert not PublicNumber.objects.filter(number=paper.number).exists()


def test_without_a_ground_nothing_is_withheld() -> None:
    cast, matter, paper = seized()

    with pytest.raises(RuleBroken, match="应当依法公示"):
        cast.do(CHECKER, "publicity.withhold_ruling", matter, document=paper.uid)


@pytest.mark.requirement("Q13")
def test_its_number_stands_in_a_series_of_its_own() -> None:
    cast, matter, paper = seized()
    series = PublicSeries.objects.get(series="查扣")
    assert (series.given, series.pending) == (1, 1)

    cast.wait(days=60)
    numbers_due(clock=cast.clock)
    series.refresh_from_db()
    assert series.overdue == 1

    item = publish(cast, matter, paper)
    number = PublicNumber.objects.get(number=paper.number)
    assert (number.state, number.token) == (NumberState.PUBLISHED, item.token)
    assert item.days_late > 0
    assert keeping.recount(cast.today) == 0


@pytest.mark.requirement("P13", "Q13")
def test_a_secret_case_hides_number_and_all() -> None:
    cast, matter, paper = seized(state_secret=True)

    series = PublicSeries.objects.get(series="查扣")

    assert (series.given, series.hidden) == (1, 1)
    assert not PublicNumber.objects.filter(series=series).exists()
    assert open_rulings(matter, cast.today) == []
    assert limits(matter) == []
    with pytest.raises((RuleBroken, NotFound)):
        draft(cast, matter, paper)


def test_the_database_lets_no_ruling_of_a_closed_case_out() -> None:
    cast, matter, paper = seized()
    item = publish(cast, matter, paper)
    hidden = seized_secretly(cast)

    def leak() -> None:
        with transaction.atomic():
            release = copied(item.release, hidden, sealed=False, secret=False)
            copied(item, hidden, release=release, token="f" * 16)

    with pytest.raises(DatabaseError):
        leak()
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(item.release, hidden, round=7, secret=True)


def test_the_database_lets_nothing_out_that_two_persons_did_not_settle() -> None:
    cast, matter, paper = seized()
    release = draft(cast, matter, paper)
    other = PublicRuling(
        release=release,
        document=paper,
        kind=release.kind,
        token="e" * 16,
        agency_uid=matter.agency.uid,
        agency_name=matter.agency.name,
        number=paper.number,
        title="查封（扣押）决定书",
        party_name=matter.party_name,
        conclusion="扣押",
        summary="扣押",
        decided_on=cast.today,
        delivered_on=cast.today,
        due_on=cast.today,
        published_on=cast.today,
        drafted_by=cast.people["publisher"],
        checked_by=cast.people[CHECKER],
        data=release.data,
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        other.save()


@pytest.mark.requirement("P14")
def test_withdrawn_it_leaves_number_reason_and_date() -> None:
    cast, matter, paper = seized()
    item = publish(cast, matter, paper)
    cast.wait(days=2)
    gone: dict[str, Any] = {"item": item.uid, "ground": "revoked", "effective_on": cast.today}
    before = {**gone, "effective_on": cast.today - timedelta(days=9)}
    with pytest.raises(InvalidInput):
        cast.do(CHECKER, "publicity.withdraw_ruling", matter, **before, reason="已被撤销。")

    cast.do(CHECKER, "publicity.withdraw_ruling", matter, **gone, reason="决定已被依法撤销。")

    item.refresh_from_db()
    assert item.state == ItemState.WITHDRAWN
    assert item.withdrawal_due_on is not None
    number = PublicNumber.objects.get(number=paper.number)
    assert number.state == NumberState.WITHDRAWN


def test_every_kind_of_paper_that_decides_is_known() -> None:
    """A paper called a decision is published, or stands here with why it is none of these."""
    from gongjian.documents.catalogue import definitions

    others = {
        "penalty-decision",  # published as a penalty
        "on-the-spot-decision",
        "public-order-decision",
        "recusal-decision",  # of the procedure, not towards the party
        "correction-decision",  # of the log: a clerical fault
        "termination-decision",
        "instalment-decision",
        "detention-leave-decision",  # 治安: sealed
        "detention-suspension-decision",
    }
    named = {kind for kind in definitions() if kind.endswith("-decision")}
    assert named - others <= set(KINDS)


def seized_secretly(cast: Cast) -> Document:
    matter = file_case(cast, open_case(cast, state_secret=True))
    assert Case.objects.get(matter=matter).state_secret
    return seize(cast, matter)


def copied(row: Any, document: Document, **changes: Any) -> Any:
    """Write the same row for another paper, past every service."""
    skipped = {"id", "uid", "document", "document_id"}
    names = {f.attname for f in row._meta.concrete_fields} - skipped
    values = {name: getattr(row, name) for name in names}
    if "release" in changes:
        values.pop("release_id")
    made = type(row)(document=document, **(values | changes))
    made.save()
    return made


@pytest.mark.parametrize("ground", NoPenaltyGround)
def test_no_ground_that_tells_of_health_or_age_is_told(ground: NoPenaltyGround) -> None:
    said = {"ground": f"{ground.label}。经查明。", "basis": "《行政处罚法》第三十一条"}
    told = _conclusion("no-penalty-decision", said), _basis("no-penalty-decision", said)

    if ground in {"under_14", "no_capacity", "blind_deaf"}:
        assert told == ("不予处罚", "《中华人民共和国行政处罚法》")
    else:
        assert told == (f"不予处罚：{ground.label}", "《行政处罚法》第三十一条")
