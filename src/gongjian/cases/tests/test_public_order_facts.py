"""What is true of a 治安 case: the person, the evidence, who decides, what became of detention."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Draft
from gongjian.cases.papers import day
from gongjian.cases.public_order.facts import facts_of_case
from gongjian.cases.public_order.models import DetentionSuspension, Offender, Victim
from gongjian.cases.public_order.queries import (
    adult_age,
    execution_of,
    known_minor,
    latest_offender,
    must_be_discussed,
    open_suspension,
    other_evidence,
    power_of,
    punishable_from,
    usable_evidence,
    victims_without_copy,
)
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
# Born on 2012-02-01: fourteen in March 2026.
FOURTEEN = police.ADULT | {"party_name": "少示例", "id_number": "110105201202010017"}
BOTH = (*police.WARNING, *police.DETENTION)


@pytest.fixture
def cast(home: Any) -> Cast:
    return police.police_cast()


@pytest.fixture
def station(home: Any) -> Cast:
    return police.police_cast(station=True)


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return police.file_case(cast, police.opened(cast))


@pytest.fixture
def at_station(station: Cast) -> Matter:
    return police.file_case(station, police.opened(station))


@pytest.fixture
def detained(cast: Cast, filed: Matter) -> Matter:
    """Return a case whose decision orders five days of detention and has reached the person."""
    police.investigated(cast, filed, items=police.DETENTION)
    story.inform(cast, filed)
    story.decide(cast, story.let_time_run(cast, filed))
    return story.deliver(cast, filed)


def facts(cast: Cast, matter: Matter) -> dict[str, Any]:
    fresh = Matter.objects.select_related("agency", "lead", "second", "unit").get(pk=matter.pk)
    return dict(facts_of_case(fresh, cast.clock))


def said(cast: Cast, matter: Matter, *names: str) -> list[bool]:
    known = facts(cast, matter)
    return [known[name] for name in names]


def test_at_the_beginning_nobody_is_known_and_nothing_is_to_be_executed(
    cast: Cast, filed: Matter
) -> None:
    known = facts(cast, filed)

    assert {code: known[code] for code in OWN} == OWN
    assert known["has_draft"] is False  # with the facts of every penalty case


OWN = {
    "person_known": False,
    "punishable_age": True,
    "more_than_own_statement": False,
    "within_station_power": False,
    "detention_executable": False,
    "detention_settled": True,
    "suspension_asked": False,
    "detention_suspended": False,
    "victims_served": True,
    "detention_permitted": True,
    "permit_awaited": False,
    "deputy_unreported": False,
    "nationality_known": True,
    "foreigner_unreported": False,
    "family_untold": False,
}


def test_a_case_of_the_ordinary_procedure_has_none_of_these_facts(home: Any) -> None:
    cast = story.make_cast()
    known = facts(cast, story.open_case(cast))

    assert known["has_draft"] is False
    assert not set(OWN) & set(known)


def test_an_organisation_is_known_and_has_no_age(cast: Cast) -> None:
    matter = police.opened(cast, story.COMPANY)

    assert said(cast, matter, "person_known", "punishable_age") == [True, True]


@pytest.mark.parametrize(
    ("party", "punishable", "guardian_ready"),
    [
        (police.ADULT, True, True),
        (police.FIFTEEN, True, True),
        (FOURTEEN, True, True),
        (police.CHILD, False, True),
    ],
)
def test_the_person_is_known_once_established_and_below_fourteen_not_punished(
    cast: Cast, party: dict[str, Any], punishable: bool, guardian_ready: bool
) -> None:
    matter = police.file_case(cast, police.opened(cast, party))
    alone = facts(cast, matter)["guardian_ready"]

    police.establish(cast, matter)

    known = said(cast, matter, "person_known", "punishable_age", "guardian_ready")
    assert known == [True, punishable, guardian_ready]
    assert alone is (party is police.ADULT)
    assert latest_offender(case_of(matter)) == Offender.objects.get()


def test_the_newest_of_what_was_established_counts(cast: Cast, filed: Matter) -> None:
    first = police.establish(cast, filed)
    second = police.establish(cast, filed, verified_by="户籍信息")

    assert latest_offender(case_of(filed)) == second != first


def test_only_what_somebody_else_says_or_shows_is_more_than_the_own_statement(
    cast: Cast, filed: Matter
) -> None:
    police.establish(cast, filed)
    police.question(cast, filed)
    own = said(cast, filed, "more_than_own_statement")
    police.testimony(cast, filed)

    assert own == [False]
    assert said(cast, filed, "more_than_own_statement") == [True]
    assert other_evidence(case_of(filed)) == 1
    assert [e.pk for e in usable_evidence(case_of(filed))] == sorted(
        e.pk for e in case_of(filed).evidence.all()
    )


@pytest.mark.parametrize(
    ("items", "within"),
    [
        (police.WARNING, True),
        (({"kind": "fine", "amount_fen": 100_000},), True),
        (({"kind": "fine", "amount_fen": 100_100},), False),
        (police.DETENTION, False),
        (BOTH, False),
        (tuple(reversed(BOTH)), False),
    ],
)
def test_a_station_decides_on_a_warning_and_a_small_fine_alone(
    station: Cast, at_station: Matter, items: Any, within: bool
) -> None:
    police.establish(station, at_station)
    story.propose(station, at_station, items=items)

    assert said(station, at_station, "within_station_power") == [within]


def test_a_bureau_is_no_station(cast: Cast, filed: Matter) -> None:
    police.establish(cast, filed)
    story.propose(cast, filed, items=police.WARNING)

    assert said(cast, filed, "within_station_power") == [False]


def test_what_must_be_discussed_no_station_decides(station: Cast, at_station: Matter) -> None:
    case = case_of(at_station)
    plain = Draft(case=case, items=[*police.WARNING])
    hard = Draft(case=case, items=[*police.WARNING], complex=True)

    assert not must_be_discussed(at_station, case, plain)
    assert must_be_discussed(at_station, case, hard)
    assert power_of(at_station, case, plain).value == "station"
    assert power_of(at_station, case, hard).value != "station"


def test_ages_are_those_of_the_law(cast: Cast, filed: Matter) -> None:
    assert adult_age(filed, cast.today) == 18
    assert punishable_from(filed, cast.today) == 14


def test_a_minor_is_known_by_what_was_established_or_by_the_identity_card(
    cast: Cast, filed: Matter
) -> None:
    case, on = case_of(filed), cast.today
    grown = Offender(born_on="1988-01-01", age=38, minor=False)

    assert not known_minor(case, grown, on)
    # At the act, though of age by now; or established as grown by mistake, though the day says no.
    assert known_minor(case, Offender(born_on="2008-02-01", age=17, minor=True), on)
    assert known_minor(case, Offender(born_on="2010-06-01", age=18, minor=False), on)
    for born, kind, minor in (
        ("2010-06-01", "natural", True),
        ("1988-01-01", "natural", False),
        ("", "natural", False),
        ("2010-06-01", "legal", False),
    ):
        case.party = Party(kind=kind, born_on=born)
        assert known_minor(case, None, on) is minor, (born, kind)
    eighteen = f"{on.year - 18}-{on.month:02}-{on.day:02}"  # of age from the day after
    case.party = Party(kind="natural", born_on=eighteen)
    assert known_minor(case, None, on)
    assert not known_minor(case, None, on.replace(day=on.day + 1))
    assert known_minor(case, Offender(born_on=eighteen, age=17, minor=False), on)
    assert not known_minor(
        case, Offender(born_on=eighteen, age=18, minor=False), on.replace(day=on.day + 1)
    )


def test_detention_is_executed_but_not_of_the_young_the_old_and_the_nursing(
    cast: Cast, filed: Matter
) -> None:
    case, on = case_of(filed), cast.today
    draft, fine = Draft(case=case, items=[*police.DETENTION]), Draft(case=case, items=[])
    known: dict[str, Any] = {"born_on": "1988-01-01", "age": 38}
    fifteen: dict[str, Any] = {"born_on": "2010-06-01", "age": 15}
    seventeen: dict[str, Any] = {"born_on": "2008-06-01", "age": 17}
    again = {"punished_before": True}

    def executed(**person: Any) -> bool:
        return execution_of(filed, Offender(**person), draft, on).executed

    assert executed(**known)
    assert (
        execution_of(filed, Offender(**known), draft, on).source == "治安管理处罚法 第一百二十二条"
    )
    assert not executed(**known, pregnant_or_nursing=True)
    assert not executed(**fifteen)
    assert executed(**fifteen, **again, twice_in_a_year=True)
    assert executed(**fifteen, grave=True)
    assert not executed(**seventeen)
    assert executed(**seventeen, **again)
    assert not executed(born_on="1950-01-01", age=76)
    nothing = execution_of(filed, None, draft, on)
    assert (nothing.executed, nothing.rule, nothing.source) == (False, "没有行政拘留", "")
    assert execution_of(filed, Offender(**known), fine, on) == nothing


DETENTIONS = (
    "detention_executable",
    "detention_settled",
    "suspension_asked",
    "detention_suspended",
)


def test_a_detention_is_settled_when_the_person_was_taken_in(cast: Cast, detained: Matter) -> None:
    before = said(cast, detained, *DETENTIONS)

    take_in(cast, detained)

    assert before == [True, False, False, False]
    assert said(cast, detained, *DETENTIONS) == [True, True, False, False]


def take_in(cast: Cast, matter: Matter, **values: Any) -> Any:
    in_a_house: dict[str, Any] = {
        "taken_in_on": cast.today,
        "house": "禄安市拘留所",
        "receipt_number": "拘执2026001",
    }
    family: dict[str, Any] = {"family_told": "配偶示例", "family_told_on": cast.today}
    return cast.do("handler", "cases.execute_detention", matter, **(in_a_house | family | values))


NOWHERE: dict[str, Any] = {"taken_in_on": None, "house": "", "receipt_number": ""}


def test_time_without_liberty_before_the_penalty_is_taken_off_the_detention(
    cast: Cast, detained: Matter
) -> None:
    """治安管理处罚法 第一百一十条."""
    with pytest.raises(InvalidInput, match="不能超过应当拘留的日数"):
        take_in(cast, detained, credited_days=6)
    with pytest.raises(InvalidInput, match="还须执行3日，请填写拘留所名称"):
        take_in(cast, detained, credited_days=2, house="")

    execution = take_in(cast, detained, credited_days=2)

    assert execution.until_on == cast.today + timedelta(days=3)
    assert execution.credited_days == 2
    assert "行政拘留五日，折抵二日" in execution.family_notice.data


def test_a_detention_credited_in_full_is_settled_without_a_house_and_the_family_is_told(
    cast: Cast, detained: Matter
) -> None:
    """治安管理处罚法 第一百一十条、第一百一十六条第一款."""
    with pytest.raises(InvalidInput, match="没有须执行的日数，不填执行回执编号"):
        take_in(cast, detained, credited_days=5, **NOWHERE | {"receipt_number": "拘执1"})
    with pytest.raises(InvalidInput, match="还须执行5日，请填写入所日期"):
        take_in(cast, detained, **NOWHERE)

    execution = take_in(cast, detained, credited_days=5, **NOWHERE)
    cast.do("handler", "cases.record_performance", detained, performed_on=cast.today)

    told = execution.family_notice.data
    assert (execution.taken_in_on, execution.until_on, execution.house) == (None, None, "")
    assert "行政拘留五日，折抵五日" in told
    assert "已经全部折抵，没有须执行的日数，不再送拘留所执行" in told
    assert "由执行" not in told
    assert said(cast, detained, *DETENTIONS) == [True, True, False, False]


def test_a_suspension_is_asked_for_granted_and_ended(cast: Cast, detained: Matter) -> None:
    lodged = cast.today
    police.challenge(cast, detained)
    cast.do("handler", "cases.ask_suspension", detained, ground="exam", **DEPOSIT)
    order = DetentionSuspension.objects.get().order
    asked = said(cast, detained, *DETENTIONS), open_suspension(order)
    police.take_deposit(cast, detained)
    cast.do("agency_head", "cases.grant_suspension", detained, reason="不致发生社会危险。")
    granted = said(cast, detained, *DETENTIONS), open_suspension(order)
    cast.do("agency_head", "cases.end_suspension", detained, outcome="ended", reason="考试结束。")

    row = DetentionSuspension.objects.get()
    assert asked == ([True, False, True, False], row)
    assert granted == ([True, False, False, True], row)
    assert said(cast, detained, *DETENTIONS) == [True, False, False, False]
    assert open_suspension(order) is None
    assert row.challenge == f"于{day(lodged)}申请行政复议"
    assert row.document is not None
    assert f"{row.challenge}，因参加升学考试，申请暂缓执行" in row.document.data


DEPOSIT: dict[str, Any] = {"guarantee": "deposit", "deposit_fen": 100_000}


def test_a_detention_waits_for_no_remedy_that_the_punished_person_did_not_lodge(
    cast: Cast, detained: Matter
) -> None:
    """治安管理处罚法 第一百二十六条第一款."""

    def ask() -> None:
        cast.do("handler", "cases.ask_suspension", detained, ground="appeal", **DEPOSIT)

    with pytest.raises(InvalidInput, match="请先登记"):
        ask()
    police.challenge(cast, detained, applicant="other", applicant_name="被示例")
    with pytest.raises(InvalidInput, match="请先登记"):
        ask()
    police.challenge(cast, detained, kind="litigation", body="禄安市人民法院")
    ask()
    police.take_deposit(cast, detained)
    cast.do("agency_head", "cases.grant_suspension", detained, reason="不致发生社会危险。")

    row = DetentionSuspension.objects.get()
    assert row.challenge.endswith("提起行政诉讼")
    assert row.document is not None
    assert f"因不服该处罚决定，{row.challenge}，申请暂缓执行" in row.document.data


def test_an_event_of_the_article_needs_no_remedy(cast: Cast, detained: Matter) -> None:
    cast.do("handler", "cases.ask_suspension", detained, ground="exam", **DEPOSIT)

    assert DetentionSuspension.objects.get().challenge == ""


def test_another_event_like_those_of_the_article_is_told_in_words(
    cast: Cast, detained: Matter
) -> None:
    with pytest.raises(InvalidInput, match="请写明具体内容"):
        cast.do("handler", "cases.ask_suspension", detained, ground="other", **DEPOSIT)

    words = "本人须在三日内接受已约定的手术"
    told: dict[str, Any] = {"ground": "other", "ground_words": words}
    cast.do("handler", "cases.ask_suspension", detained, **told, **DEPOSIT)
    police.take_deposit(cast, detained)
    cast.do("agency_head", "cases.grant_suspension", detained, reason="不致发生社会危险。")

    paper = DetentionSuspension.objects.get().document
    assert paper is not None
    assert f"因{words}，申请暂缓执行" in paper.data


def test_a_detention_that_is_not_executed_is_settled(cast: Cast) -> None:
    matter = police.file_case(cast, police.opened(cast, police.FIFTEEN))
    police.investigated(cast, matter, items=police.DETENTION)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))

    assert said(cast, matter, *DETENTIONS) == [False, True, False, False]


def test_victims_wait_for_their_copy_oldest_first(cast: Cast, filed: Matter) -> None:
    first = cast.do("handler", "cases.register_victim", filed, name="被示例", harm="轻微伤")
    second = cast.do("handler", "cases.register_victim", filed, name="受示例", harm="轻微伤")

    assert list(victims_without_copy(case_of(filed))) == [first, second]
    assert said(cast, filed, "victims_served") == [False]
    assert Victim.objects.count() == 2


def test_a_victim_who_has_the_copy_waits_no_more(cast: Cast, filed: Matter) -> None:
    victim = cast.do("handler", "cases.register_victim", filed, name="被示例", harm="轻微伤")
    police.investigated(cast, filed)
    story.inform(cast, filed)
    story.decide(cast, story.let_time_run(cast, filed))
    story.deliver(cast, filed)
    given: dict[str, Any] = {"given_on": cast.today, "receiver": "被示例"}

    cast.do("handler", "cases.give_victim_copy", filed, victim=victim.uid, **given)

    assert said(cast, filed, "victims_served") == [True]


def test_that_a_statement_over_time_is_not_used_is_told_as_our_caution(
    cast: Cast, filed: Matter
) -> None:
    """治安管理处罚法 第九十七条 limits the time; 第一百零八条第三款 speaks of recordings alone."""
    cast.wait(hours=12)
    began = cast.now - timedelta(hours=11)

    with pytest.raises(InvalidInput, match="本系统从严处理，其陈述不作为处罚的根据"):
        police.question(cast, filed, arrived_at=began, began_at=began)


def test_only_a_woman_is_with_child_or_nurses(cast: Cast) -> None:
    matter = police.file_case(cast, police.opened(cast))

    with pytest.raises(InvalidInput, match="女性"):
        police.establish(cast, matter, sex="male", pregnant_or_nursing=True)
    assert police.establish(cast, matter, sex="female", pregnant_or_nursing=True) is not None
