"""Discretion and proof on the pages: computed beside the form, shown to who reviews and decides."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.models import Draft
from gongjian.cases.testing_weighing import CAUSE, catalogued, fine, found, weighed
from gongjian.catalog.citing import cited
from gongjian.catalog.queries import cause_on
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REASON = "当事人主动赔偿，酌情处理。"


def act_url(matter: Matter, code: str) -> str:
    return reverse("workbench:matter_act", args=[matter.uid, code])


def typed(matter: Matter, yuan: str = "52,000", **changes: str) -> dict[str, Any]:
    form: dict[str, Any] = {
        "facts": "土方没有覆盖。",
        "evidence_summary": "1．现场检查笔录",
        "violated": "《中华人民共和国大气污染防治法》第六十九条第三款",
        "basis": "《中华人民共和国大气污染防治法》第一百一十五条第一款第一项",
        "items.0.kind": "fine",
        "items.0.amount_fen": yuan,
        "expect_seq": matter.seq,
    }
    for n, c in enumerate(found()):
        form |= {f"circumstances.{n}.item": c.item, f"circumstances.{n}.value": c.value}
    return form | changes


def posted(client: Client, matter: Matter, **changes: str) -> tuple[int, str]:
    answer = client.post(act_url(matter, "cases.draft_decision"), typed(matter, **changes))
    return answer.status_code, answer.content.decode()


@pytest.mark.requirement("I8")
def test_the_form_asks_each_circumstance_and_knows_the_articles() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)

    page = signed_in(cast, "handler").get(act_url(matter, "cases.draft_decision"))

    text = page.content.decode()
    assert "两年内首次被查处" in text
    assert "《中华人民共和国大气污染防治法》第一百一十五条第一款第一项" in text
    assert "计算罚款的基数" not in text
    assert "需要证明：" in text
    assert text.count("计算并起草理由") >= 2
    assert "不满十四周岁的人" not in text


def test_a_free_cause_is_asked_nothing_of_a_benchmark() -> None:
    cast = staffed_cast()
    matter = story.file_case(cast, story.open_case(cast))

    page = signed_in(cast, "handler").get(act_url(matter, "cases.draft_decision"))

    text = page.content.decode()
    assert "裁量情节" not in text
    assert "偏离裁量基准的理由" not in text
    assert "计算并起草理由" not in text


@pytest.mark.requirement("I8")
def test_computing_shows_the_position_drafts_reasons_and_writes_nothing() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)

    status, page = posted(signed_in(cast, "handler"), matter, refresh="yes")

    assert status == 200
    assert "法定 1万元–10万元；基准 从轻 1万元–3.7万元；拟罚 5.2万元：高于该档上限" in page
    assert page.count("经查，违法次数：两年内首次被查处") >= 2  # in the panel and in the form
    assert 'class="range-bar"' in page
    assert not Draft.objects.exists()


def test_own_words_are_not_overwritten_by_computing() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)

    _, page = posted(signed_in(cast, "handler"), matter, refresh="yes", discretion="我自己的话。")

    assert ">\n我自己的话。</textarea>" in page


def test_a_deviation_is_refused_at_its_field_until_it_is_explained() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)
    client = signed_in(cast, "handler")

    status, page = posted(client, matter)
    done, _ = posted(client, matter, deviation_reason=REASON)

    assert status == 422
    assert 'href="#id_deviation_reason"' in page
    assert done == 302
    assert Draft.objects.get().deviates


@pytest.mark.parametrize(
    ("office", "code"),
    [("legal_reviewer", "review.pass_review"), ("agency_head", "cases.issue_decision")],
)
@pytest.mark.requirement("I8")
def test_reviewer_and_leader_see_the_deviation_first(office: str, code: str) -> None:
    cast = staffed_cast()
    matter = catalogued(cast)
    said = weighed(items=fine(52_000), deviation_reason=REASON)
    said |= {"complex": True, "findings_reason": "案情疑难。"}
    story.let_time_run(cast, story.inform(cast, story.investigate(cast, matter, **said)))
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    if office == "agency_head":
        cast.do("legal_reviewer", "review.pass_review", matter, **story.CHECKED, reasons="合法。")

    page = signed_in(cast, office).get(act_url(matter, code)).content.decode()

    beside = page[page.index('<aside class="beside"') :]
    assert beside.index(REASON) < beside.index("拟处罚决定")
    assert "高于该档上限" in beside
    assert "证据指引" in beside


@pytest.mark.requirement("I7")
def test_the_evidence_tab_shows_what_is_missing() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)

    page = signed_in(cast, "handler").get(
        reverse("workbench:matter", args=[matter.uid]), {"tab": "evidence"}
    )

    assert page.content.decode().count(">缺少证据<") == 3


@pytest.mark.requirement("I7")
def test_ending_the_investigation_warns_of_gaps() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)

    page = signed_in(cast, "handler").get(act_url(matter, "cases.end_investigation"))

    assert "还有 3 个要件缺少证据或者证据薄弱" in page.content.decode()


# --- the catalogue ------------------------------------------------------------------------------


def test_the_catalogue_lists_the_causes_of_the_agency_and_finds_by_words() -> None:
    cast = staffed_cast()
    client, url = signed_in(cast, "handler"), reverse("workbench:causes")

    everything = client.get(url).content.decode()
    dust = client.get(url, {"q": "扬尘 施工"}).content.decode()

    assert "不按规定明码标价" not in everything
    assert "10万元–50万元" in everything
    assert "报告表的罚款" in everything
    assert "施工工地未采取有效防治扬尘措施" in dust
    assert "堆放易产生扬尘" not in dust
    assert "没有符合的案由" in client.get(url, {"q": "没有的词"}).content.decode()


def test_a_cause_shows_law_benchmark_grounds_and_guide() -> None:
    cast = staffed_cast()

    page = signed_in(cast, "handler").get(reverse("workbench:cause", args=[CAUSE]))

    text = page.content.decode()
    for piece in (
        "第一千一百二十八条第一款第一项",
        "1万元–3.7万元",
        "拒不改正",
        "常见薄弱之处",
        "初次违法",
    ):
        assert piece in text
    assert "启用前" in text


def test_a_cause_that_does_not_exist_is_not_found() -> None:
    client = signed_in(staffed_cast(), "handler")

    assert client.get(reverse("workbench:cause", args=["no-such-cause"])).status_code == 404


def test_the_catalogue_asks_the_database_no_more_for_more_causes() -> None:
    client = signed_in(staffed_cast(), "handler")

    def asked(**words: str) -> int:
        client.get(reverse("workbench:causes"), words)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("workbench:causes"), words)
        return len(seen)

    assert asked() == asked(q="扬尘")


# --- several acts -----------------------------------------------------------------------------

ROLES = ("violated", "basis")


def two_acts(matter: Matter, **changes: str) -> dict[str, Any]:
    """Return what a person types of two acts: the first is left as the cause of the case."""
    form = typed(matter, "20,000")
    form |= {"acts.0.name": "", "acts.1.act_cause": "stock-dust", "items.0.conduct": "1"}
    form |= {"items.1.kind": "fine", "items.1.amount_fen": "52,000", "items.1.conduct": "2"}
    form |= {role: f"{cites(CAUSE, role)}、{cites('stock-dust', role)}" for role in ROLES}
    for n, c in enumerate(found(), 4):
        form |= {f"circumstances.{n}.item": f"2.{c.item}", f"circumstances.{n}.value": c.value}
    return form | changes


def cites(code: str, role: str) -> str:
    cause = cause_on(code, date(2026, 3, 2))
    assert cause is not None
    return cited(a for a in cause.articles if a.role == role)


@pytest.mark.requirement("I8")
def test_two_acts_are_typed_on_one_page_and_the_reviewer_sees_each_position() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)
    client, url = signed_in(cast, "handler"), act_url(matter, "cases.draft_decision")

    story.inspect(cast, matter)
    matter.refresh_from_db()
    alone = client.get(url).content.decode()
    asked = client.post(url, typed(matter) | {"add": "acts"}).content.decode()
    refused = client.post(url, two_acts(matter))
    again = {"further.0.item": "2", "further.0.own_deviation": REASON}
    again |= {"findings_reason": "案情疑难。", "complex": "on", "grounds_proof": "见立功材料。"}
    several: dict[str, Any] = {"grounds": ["all.merit", "2.removed-harm"]}
    drafted = client.post(url, two_acts(matter, **again) | several)

    for name in ("acts.0.name", "items.0.conduct", "further.0.own_deviation"):
        assert name not in alone  # nothing more to type for who has one act
    assert "acts.1.act_cause" in asked
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'href="#id_further_0_own_deviation"' in page or 'href="#id_further"' in page
    assert "第二种 " in page
    assert drafted.status_code == 302
    positions = Draft.objects.get().positions.order_by("number")
    assert [p.deviates for p in positions] == [False, True]
    # What all acts have is asked once; what one alone has, in a fold of its own.
    assert [p.grounds for p in positions] == [["merit"], ["merit", "removed-harm"]]
    assert "<details" not in alone.partition('id="id_grounds"')[2].partition("</fieldset>")[0]
    assert re.findall(r'<details class="fold"( open)?>', page) == [" open", "", ""]
    reopened = client.get(url).content.decode()
    assert re.findall(r'<details class="fold"( open)?>', reopened) == [" open", "", " open"]
    assert re.search(r'value="all.merit"[^>]* checked', reopened)

    case = client.get(f"/staff/matters/{matter.uid}/?tab=proposal")
    assert case.content.decode().count("range-bar") == 2
    assert REASON in client.get(url).content.decode()

    matter.refresh_from_db()
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    story.let_time_run(cast, story.inform(cast, matter))
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    reviewer = signed_in(cast, "legal_reviewer").get(act_url(matter, "review.pass_review"))
    beside = reviewer.content.decode().partition('<aside class="beside"')[2]
    assert beside.index(REASON) < beside.index("拟处罚决定") < beside.index("在该档之内")
    assert beside.count("range-bar") == 2
