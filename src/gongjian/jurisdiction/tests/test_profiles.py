"""The shipped profiles, layering, a sixth city in one file, and wrong files refused by line."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.jurisdiction import profiles as module
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.jurisdiction.limits import due
from gongjian.jurisdiction.profile_file import CLAUSE_KINDS
from gongjian.jurisdiction.profiles import (
    Profile,
    ProfileError,
    UnknownParameter,
    add_profile_folder,
    load_profile,
    profile,
    profiles,
)

ON = date(2026, 9, 30)
POLICE = "public-order"
SHIPPED = ("national", "dazhou", "huainan", "kunming", "lufeng", "xiamen")

HEAD = """[profile]
code = "yibin"
name = "宜宾市"
base = "national"
document = "宜宾市三项制度实施办法"
"""
SIXTH = (
    HEAD
    + """
[[parameter]]
code = "publication-limit"
value = { days = 5, unit = "working" }
clause = "YB3"

[[parameter]]
code = "payment-limit"
value = { days = 20, unit = "calendar" }
clause = "YB4"

[[parameter]]
code = "annual_report.publish"
value = { month = 2, day = 15 }
clause = "YB5"

[[parameter]]
code = "review.min_ratio"
value = 0.08
clause = "YB6"

[[parameter]]
code = "review.outcomes"
value = [{ code = "approve", label = "可以", opens = true }, { code = "reject", label = "不可" }]
clause = "YB7"

[[clause]]
id = "YB3"
says = "处罚决定5个工作日内公开"
kind = "limit"
measured_by = "limit:publication-limit"
"""
)


def city(folder: Path, text: str = SIXTH) -> Profile:
    path = folder / "yibin.toml"
    path.write_text(text)
    return load_profile(path)


def row(code: str, value: str, more: str = "") -> str:
    return f'{HEAD}\n[[parameter]]\ncode = "{code}"\nvalue = {value}\nclause = "YB1"\n{more}\n'


# --- what ships


def test_the_nation_and_five_places_ship() -> None:
    assert tuple(found.code for found in profiles()) == SHIPPED


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_parameter_has_a_source_and_a_label(code: str) -> None:
    assert [row for row in profile(code).rows if not row.source or not row.label] == []
    local = [row for row in profile(code).rows if row.from_profile != "national"]
    assert [row for row in local if not row.clause] == []


@pytest.mark.parametrize("code", SHIPPED)
def test_values_of_our_own_are_marked_as_such(code: str) -> None:
    for row in profile(code).rows:
        assert (row.layer == "design") is ("本系统设定" in row.source), row


@pytest.mark.parametrize("code", SHIPPED)
def test_most_clauses_are_computed_and_each_is_cited_by_our_own_words(code: str) -> None:
    clauses = profile(code).clauses
    stated = [c for c in clauses if c.measured_by.startswith(("declaration:", "history:"))]

    assert len(stated) <= 0.3 * len(clauses)
    assert {c.kind for c in clauses} <= CLAUSE_KINDS.keys()


@pytest.mark.parametrize("code", SHIPPED[1:])
def test_every_parameter_cites_a_clause_that_is_listed(code: str) -> None:
    place = profile(code)
    listed = {clause.id for clause in place.clauses}

    for row in place.rows:
        cited = row.clause.split("、")
        assert all(any(known.startswith(one) for known in listed) for one in cited) or (
            row.clause in {"DZ三(一)(二)", "LF1", "LF2.3", "KM2.1.1"}
        ), row.clause


def test_at_least_thirty_kinds_of_limit_are_known() -> None:
    limits = {row.code for row in profile("national").rows if row.is_limit}

    assert len(limits) >= 60


@pytest.mark.parametrize(
    ("code", "domain", "length"),
    [
        ("decision-limit", "*", "90日"),
        ("decision-limit", POLICE, "30日"),
        ("delivery-limit", "*", "7个工作日"),
        ("delivery-limit", POLICE, "2日"),
        ("statement-limit", "*", "5个工作日"),
        ("hearing-request-limit", POLICE, "5个工作日"),
        ("review-limit", "*", "5个工作日"),
        ("publication-limit", "*", "7个工作日"),
        ("publication.other", "*", "20个工作日"),
        ("publication.withdraw", "*", "3个工作日"),
        ("payment-limit", "*", "15日"),
        ("preserve-limit", "*", "7个工作日"),
        ("preserve-limit", POLICE, "7日"),
        ("limitation-limit", "*", "2年"),
        ("limitation-limit", POLICE, "6个月"),
        ("questioning-limit", POLICE, "8小时"),
        ("archive-limit", POLICE, "10个工作日"),
        ("delivery.public_notice", POLICE, "60日"),
    ],
)
def test_national_limits(code: str, domain: str, length: str) -> None:
    assert profile("national").limit(code, domain, ON).length == length


def test_rights_of_the_party_roll_and_duties_of_the_authority_do_not() -> None:
    for row in profile("national").rows:
        if row.is_limit and row.roll:
            assert row.limit.whose == "party" or "公安机关办理行政案件程序规定" in row.source, row


def test_labels_of_the_review_outcomes_differ_by_place() -> None:
    labels = {code: [o.label for o in profile(code).outcomes] for code in SHIPPED}

    assert labels["xiamen"] == ["审核通过", "退回补正", "不予核准"]
    assert labels["huainan"] == ["同意", "纠正", "移送有权机关处理"]
    assert labels["dazhou"] == labels["lufeng"] == labels["kunming"] == ["同意", "存在问题"]
    assert all(sum(o.opens for o in profile(code).outcomes) == 1 for code in SHIPPED)


# --- layering


def test_dazhou_withdraws_in_one_day_where_its_clause_reaches_and_in_three_elsewhere() -> None:
    rules = profile("dazhou")

    assert rules.parameter("publication.withdraw", domain="environment", on=ON).clause == "DZ4(1)"
    assert rules.due("publication.withdraw", ON, reason="revoked").due_on == date(2026, 10, 1)
    assert rules.due("publication.withdraw", ON, reason="changed").due_on == date(2026, 10, 10)


def test_the_explanation_says_which_clause_won_and_what_the_other_would_have_given() -> None:
    words = profile("dazhou").due("publication.withdraw", ON, "environment").explanation

    assert "第4（1）项" in words[0]
    assert "行政处罚法 第四十八条第二款（3个工作日）为2026年10月10日（周六），取较早者" in words[-1]


def test_report_dates_of_the_year_2026() -> None:
    dates = {
        (code, what): profile(code).parameter(f"annual_report.{what}", on=ON).yearly_date(2026)
        for code in SHIPPED
        for what in ("collect", "report", "publish")
    }

    assert dates["national", "publish"] == date(2027, 1, 31)
    assert dates["dazhou", "report"] == date(2027, 1, 10)
    assert dates["dazhou", "publish"] == date(2027, 1, 31)
    assert dates["huainan", "publish"] == dates["huainan", "report"] == date(2027, 1, 20)
    assert dates["kunming", "collect"] == dates["kunming", "report"] == date(2026, 12, 15)
    assert dates["kunming", "publish"] == date(2027, 1, 31)


def test_a_police_case_is_filed_by_the_stricter_of_thirty_days_and_ten_working_days() -> None:
    rules = profile("huainan")

    assert rules.due("archive-limit", ON, POLICE).due_on == date(2026, 10, 20)
    assert rules.due("archive-limit", ON).due_on == date(2026, 10, 30)
    assert rules.parameter("archive-limit", on=ON).clause == "HN17"


def test_within_a_layer_the_special_law_takes_the_place_of_the_general_one() -> None:
    rules = profile("national")

    assert rules.parameter("collect_onspot_max_fen", on=ON).number == 10_000
    assert rules.parameter("collect_onspot_max_fen", POLICE, on=ON).number == 20_000


def test_lists_of_several_layers_are_joined_with_both_sources() -> None:
    joined = profile("kunming").parameter("recording.whole", on=ON)

    codes = [item["code"] for item in joined.items if isinstance(item, dict)]
    assert {"seizure", "demolition", "confiscated"} <= set(codes)
    assert len(codes) == len(set(codes))
    assert "第2.2.2项" in joined.source
    assert "国办发〔2018〕118号" in joined.source


def test_a_case_keeps_the_rule_of_its_day() -> None:
    rules = profile("dazhou")

    assert rules.limit("hearing-request-limit", on=date(2021, 7, 14)).length == "3日"
    assert rules.limit("hearing-request-limit", on=date(2021, 7, 15)).length == "5个工作日"
    assert rules.limit("decision-limit", "environment", date(2021, 4, 30)).length == "3个月"


@given(
    st.dates(date(2021, 8, 1), date(2026, 9, 1)),
    st.integers(0, 30),
    st.sampled_from(["working", "calendar"]),
    st.sampled_from(["publication-limit", "payment-limit"]),
)
@settings(deadline=None)
def test_the_binding_date_is_never_kinder_to_the_authority_than_the_law(
    start: date, days: int, unit: str, code: str
) -> None:
    nation = profile("national")
    text = row(code, f'{{ days = {days}, unit = "{unit}" }}')
    with TemporaryDirectory() as folder:
        place = city(Path(folder), text)
    here = due(start, place.rows[0].limit, national_calendar()).due_on
    law = nation.due(code, start).due_on

    bound = place.due(code, start).due_on

    assert bound == (max(here, law) if code == "payment-limit" else min(here, law))


def test_differences_show_both_clauses_and_which_binds(tmp_path: Path) -> None:
    found = {one.here.code: one for one in city(tmp_path).differences()}

    assert found["publication-limit"].effect == "stricter"
    assert found["payment-limit"].effect == "stricter"
    assert found["annual_report.publish"].effect == "looser"
    assert found["annual_report.publish"].binding.source.startswith("国办发〔2018〕118号")
    assert found["review.min_ratio"].effect == "stricter"
    assert found["review.outcomes"].effect == "own"
    assert all(one.above and one.above.source for one in found.values())


def test_the_nation_differs_from_nothing() -> None:
    assert profile("national").differences() == ()


# --- a sixth city


@pytest.mark.requirement("X5")
def test_a_sixth_city_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_added", [])
    (tmp_path / "yibin.toml").write_text(SIXTH)
    add_profile_folder(tmp_path)

    yibin = profile("yibin")

    assert "yibin" in [one.code for one in profiles()]
    assert yibin.due("publication-limit", ON).due_on == date(2026, 10, 13)
    assert yibin.limit("payment-limit", on=ON).roll is True
    assert yibin.parameter("review.min_ratio", on=ON).number == 0.08
    assert [o.label for o in yibin.outcomes if o.opens] == ["可以"]
    assert yibin.parameter("annual_report.publish", on=ON).yearly_date(2026) == date(2027, 1, 31)
    assert yibin.limit("delivery-limit", on=ON).length == "7个工作日"
    profile.cache_clear()


# --- refusals


def test_an_unknown_parameter_is_an_error_not_a_default() -> None:
    with pytest.raises(UnknownParameter, match=r"没有名为“no\.such”的参数"):
        profile("dazhou").parameter("no.such", on=ON)
    with pytest.raises(UnknownParameter, match="没有适用于领域"):
        profile("dazhou").parameter("questioning-limit", "environment", on=ON)


@pytest.mark.parametrize("code", ["atlantis", "../profiles/dazhou", ""])
def test_an_unknown_profile_is_an_error(code: str) -> None:
    with pytest.raises(ProfileError, match="没有这个法域"):
        profile(code)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (row("publication-limit", '{ days = 7, unit = "weeks" }'), 9, "unit 应为"),
        (row("publication-limit", '{ days = -1, unit = "working" }'), 9, "days 应为"),
        (row("publication-limit", '{ days = true, unit = "working" }'), 9, "days 应为"),
        (row("publication-limit", '{ days = 7, unit = "working", form = 1 }'), 9, "不认识"),
        (row("publication-limit", "7"), 9, "earlier、later 用于期限"),
        (row("annual_report.report", "{ month = 2, day = 30 }"), 9, "没有这一天"),
        (row("review.min_ratio", '"5%"'), 9, "min、max 用于数字"),
        (row("publication.ex_ante", '"all"'), 9, "union 用于列表"),
        (row("publication-limit", '{ days = 7, unit = "working" }', 'order = "later"'), 11, "次序"),
        (row("publication-limit", '{ days = 7, unit = "working" }', "rolls = true"), 11, "rolls"),
        (row("publication-limit", '{ days = 7, unit = "working" }', "roll = 1"), 11, "roll"),
        (row("questioning-limit", '{ days = 8, unit = "hour" }', "roll = true"), 11, "不得顺延"),
        (row("brand.new", "1"), 7, "缺少 label"),
        (row("Bad Code", "1"), 8, "小写英文"),
        (row("review.min_count", "1", "effective_from = 'x'"), 11, "应为日期"),
        (
            row("review.min_count", "1", "effective_from = 2026-01-02\neffective_to = 2026-01-01"),
            12,
            "早于",
        ),
        (SIXTH.replace('kind = "limit"', 'kind = "wish"'), 35, "kind 应为"),
        (SIXTH.replace("limit:publication-limit", "limit:no-such"), 36, "没有名为 no-such"),
        (SIXTH.replace("limit:publication-limit", "hope"), 36, "measured_by 应为"),
        (HEAD.replace('base = "national"', 'base = "mars"'), 4, "找不到上层法域"),
        (HEAD.replace('base = "national"', 'base = "yibin"'), 4, "互为上层"),
        (HEAD.replace('"yibin"', '"ibin"'), 2, "应与文件名"),
        (HEAD.replace('name = "宜宾市"', ""), 1, "缺少 name"),
        (HEAD + "[[parametre]]\n", 6, "不认识的一节"),
        (HEAD + "x = = 1\n", 6, "不是正确的 TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(ProfileError, match=reason) as refusal:
        city(tmp_path, text)

    assert line in [problem.line for problem in refusal.value.problems], str(refusal.value)
    assert str(tmp_path / "yibin.toml") in str(refusal.value)


def test_the_same_parameter_twice_at_one_time_is_refused(tmp_path: Path) -> None:
    twice = row("review.min_count", "1") + row("review.min_count", "2").removeprefix(HEAD)

    with pytest.raises(ProfileError, match="规定了两次"):
        city(tmp_path, twice)


def test_every_problem_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = row("review.min_ratio", '"x"') + row("publication.ex_ante", "1").removeprefix(HEAD)

    with pytest.raises(ProfileError) as refusal:
        city(tmp_path, text)

    assert len(refusal.value.problems) == 2
    assert re.findall(r"yibin\.toml:(\d+)", str(refusal.value)) == ["9", "15"]


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("remedy.review", date(2023, 6, 1), date(2023, 7, 31)),
        ("delivery.public_notice", date(2023, 6, 1), date(2023, 7, 1)),
        ("delivery.public_notice", date(2021, 6, 1), date(2021, 7, 31)),
    ],
)
def test_what_an_older_law_gave_still_counts_for_its_time(
    code: str, start: date, due: date
) -> None:
    assert profile("national").due(code, start, "market").due_on == due
