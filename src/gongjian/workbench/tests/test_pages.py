"""The pages of the workbench: what they offer, what they say, and what they cost."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.cases.testing import (
    PERSON,
    Cast,
    decide,
    decided_case,
    deliver,
    file_case,
    inform,
    investigate,
    let_time_run,
    open_case,
)
from gongjian.cases.testing_beside import agent
from gongjian.documents.models import Document
from gongjian.documents.queries import voidable
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.testing import make_officer
from gongjian.publicity.testing import draft
from gongjian.workbench.inbox import headline, matters_page
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def cases(cast: Cast, number: int) -> Matter:
    for _ in range(number):
        matter = open_case(cast)
    return matter


@pytest.mark.parametrize(
    "url", ["/staff/", "/staff/matters/", "/staff/clues/", "/staff/clues/?q=%E5%B7%A5%E8%89%BA"]
)
def test_a_list_of_fifty_asks_the_database_as_often_as_one_of_five(url: str) -> None:
    cast = staffed_cast()
    cases(cast, 5)
    client = signed_in(cast, "handler")
    few = queries(client, url)
    cases(cast, 45)

    assert queries(client, url) == few
    assert few <= 15


def test_figures_above_the_cap_say_so_and_those_below_are_counted_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = staffed_cast()
    for _ in range(2):
        due = file_case(cast, open_case(cast)).due_on
    open_case(cast)
    assert due is not None

    def told(on: date) -> list[str]:
        return [one.value for one in headline(cast.actor("handler"), on)[1:]]

    days = [due - timedelta(days=n) for n in (30, 3, 0, -1)]
    running = [told(on) for on in days]
    assert running[0] == ["3", "0", "1"]  # the one not filed is past its limit of filing
    assert [figures[0] for figures in running] == ["3"] * 4
    assert running[3][2] >= "2"
    monkeypatch.setattr("gongjian.workbench.inbox.COUNTED", 2)
    for on, (_, near, late) in zip(days, running, strict=True):
        capped = [n if n <= "2" else "2+" for n in (near, late)]
        assert told(on) == ["2+", *capped]


def test_the_list_of_late_cases_begins_with_what_was_due_first() -> None:
    cast = staffed_cast()
    first, second = file_case(cast, open_case(cast)), open_case(cast)
    cast.wait(days=20)
    file_case(cast, second)
    cast.wait(days=400)
    late = matters_page(cast.actor("handler"), words="", state="late", today=cast.today, after="")
    every = matters_page(cast.actor("handler"), words="", state="", today=cast.today, after="")

    assert [m.pk for m in late.rows] == [first.pk, second.pk]
    assert [m.pk for m in every.rows] == [second.pk, first.pk]


def test_a_first_page_asked_again_shows_what_came_and_hides_what_was_closed_to_the_reader() -> None:
    cast = staffed_cast()
    second, kept = cast.actor("second"), open_case(cast)
    closed = file_case(cast, open_case(cast))

    def told(state: str) -> set[int]:
        found = matters_page(second, words="", state=state, today=cast.today, after="")
        return {m.pk for m in found.rows}

    assert told("") == told("open") == {kept.pk, closed.pk}
    values = {"officer": cast.people["second"].uid, "reason": "近亲属。"}
    successor = make_officer(cast.agency).uid
    cast.do("agency_head", "cases.recuse_officer", closed, None, successor=successor, **values)
    new = open_case(cast)

    assert told("") == told("open") == {kept.pk, new.pk}
    assert told("closed") == set()


def pressed(client: Client, matter: Matter) -> list[str]:
    """Return the acts that the head of a case page offers as buttons, in their order."""
    page = client.get(reverse("workbench:matter", args=[matter.uid])).content.decode()
    head = page.partition('class="next"')[2].partition("</div>")[0]
    return re.findall(r"/acts/([\w.]+)/", head)


def test_what_waits_for_an_answer_is_a_button_and_no_paper_among_others() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    head, handler = signed_in(cast, "agency_head"), signed_in(cast, "handler")
    wanted: dict[str, Any] = {"items": "生产台账2册", "reason": "正在更换记录。"}
    before = pressed(head, matter)

    cast.do("handler", "cases.propose_preservation", matter, **wanted)
    asked = pressed(head, matter)
    cast.do("agency_head", "cases.approve_preservation", matter, opinion="同意。", **wanted)

    assert not [code for code in before if "preservation" in code]
    assert asked[:2] == ["cases.approve_preservation", "cases.refuse_preservation"]
    assert not [code for code in pressed(head, matter) if "preservation" in code]
    assert "documents.make_preservation_notice" in pressed(handler, matter)


def test_a_long_case_asks_no_more_often_than_a_short_one() -> None:
    cast = staffed_cast()
    matter = investigated(cast, 1)
    client, url = signed_in(cast, "handler"), reverse("workbench:matter", args=[matter.uid])
    few = queries(client, url)
    more = investigated(cast, 40)

    assert queries(client, reverse("workbench:matter", args=[more.uid])) <= few
    assert few <= 35


def test_many_papers_ask_no_more_often_than_two_and_none_is_read_that_is_not_shown() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client, tab = signed_in(cast, "handler"), f"/staff/matters/{matter.uid}/?tab=documents"
    with_records(cast, matter, 1)
    few = queries(client, tab)
    with_records(cast, matter, 40)
    every = Document.objects.filter(matter=matter).order_by("id")

    assert queries(client, tab) == few
    assert few == 36
    first = client.get(tab)
    rest = client.get(tab, {"tab": "documents", "after": first.context["pages"].next})
    shown = [*first.context["documents"], *rest.context["documents"]]
    assert [d.pk for d in shown] == list(every.values_list("pk", flat=True))
    assert {d.pk for d in voidable(matter)} == {
        *first.context["voidable"],
        *rest.context["voidable"],
    }


def with_records(cast: Cast, matter: Matter, number: int) -> None:
    for _ in range(number):
        values = vars(typed_command("questioning-record", cast.now))
        cast.do("handler", "documents.make_questioning_record", matter, **values)


def investigated(cast: Cast, pieces: int) -> Matter:
    matter = file_case(cast, open_case(cast))
    for number in range(pieces):
        cast.do(
            "handler",
            "cases.add_evidence",
            matter,
            kind="documentary",
            self_recorded="no",
            name=f"生产记录{number}",
            proves="生产数量",
            obtained_on=cast.today,
            obtained_from="当事人提供",
        )
    return matter


def test_the_case_page_offers_exactly_what_may_be_done_now() -> None:
    cast = staffed_cast()
    matter = open_case(cast)
    url = reverse("workbench:matter", args=[matter.uid])

    offered = links(signed_in(cast, "handler"), url)
    of_second = links(signed_in(cast, "second"), url)

    may = {offer.code for offer in next_acts(cast.actor("handler"), matter, cast.clock)}
    beside = {"cases.move_to_secret"}  # no step of the procedure: it ends here
    assert offered == of_second == may | beside
    assert "cases.propose_filing" in offered


def links(client: Client, url: str) -> set[str]:
    return set(re.findall(r"/acts/([a-z_.]+)/", client.get(url).content.decode()))


def test_the_case_page_says_why_the_next_step_is_not_possible_yet() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))

    page = signed_in(cast, "handler").get(reverse("workbench:matter", args=[matter.uid]))

    text = page.content.decode()
    assert "还不能“调查终结”" in text
    leading = re.findall(r'class="button (?:primary|outline)"[^>]*>([^<]+)<', text)
    assert leading == ["拟定处罚决定"]  # what the next step waits for
    assert 'class="button small"' in text


def test_who_waits_is_told_the_way_on_and_not_the_way_back() -> None:
    cast = staffed_cast()
    matter = investigate(cast, file_case(cast, open_case(cast)))

    cast.do("handler", "cases.inform_party", matter, contact="李示例 0818-2222222")

    assert list(matter.todos.values_list("role", "step")) == [("handler", "送达告知书")]


def test_every_tab_of_a_decided_case_is_a_page_without_inline_style_or_script() -> None:
    cast = staffed_cast()
    address = reverse("workbench:matter", args=[decided_case(cast).uid])
    client = signed_in(cast, "handler")

    for tab in ("steps", "documents", "evidence", "proposal", "publicity"):
        answer = client.get(address, {"tab": tab})
        page = answer.content.decode()
        assert answer.status_code == 200, tab
        assert "本机关没有对该当事人的其他处罚决定" in page, tab
        assert 'style="' not in page, tab
        assert "<style" not in page, tab
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), tab
        assert not re.search(r'\son[a-z]+="', page), tab
        assert "unsafe" not in answer["Content-Security-Policy"], tab


def test_the_whole_chart_is_linked_to_where_the_case_stands() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client = signed_in(cast, "handler")
    chart = reverse("workbench:flow", args=[matter.uid])

    page = client.get(reverse("workbench:matter", args=[matter.uid])).content.decode()
    whole = client.get(chart).content.decode()

    assert f'href="{chart}#now"' in page
    assert whole.count('id="now"') == 1
    assert signed_in(cast, "finance").get(chart).status_code == 404


def test_the_timeline_comes_whole_and_in_parts() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    url = reverse("workbench:timeline", args=[matter.uid]) + "?before=2"
    client = signed_in(cast, "handler")

    whole = client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    assert "呈请立案" in part
    assert "批准立案" not in part


def natural(cast: Cast) -> Matter:
    return decided_case(cast, party=PERSON)


@pytest.mark.parametrize("drafted", [False, True])
def test_original_and_public_text_stand_side_by_side_with_their_grounds(drafted: bool) -> None:
    cast = staffed_cast()
    matter = natural(cast)
    who, code = "publisher", "publicity.draft_release"
    if drafted:
        draft(cast, matter)
        who, code = "publication_checker", "publicity.publish_decision"

    page = signed_in(cast, who).get(reverse("workbench:matter_act", args=[matter.uid, code]))

    text = page.content.decode()
    assert page.status_code == 200
    assert "<mark>张示例</mark>" in text
    assert "<mark>张某</mark>" in text
    assert "个人信息保护法" in text


def test_each_uncertain_find_is_asked_about_with_its_kind_and_certainty() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter, facts="证人李四陈述属实。")
    deliver(cast, decide(cast, let_time_run(cast, inform(cast, matter))))
    url = reverse("workbench:matter_act", args=[matter.uid, "publicity.draft_release"])

    page = signed_in(cast, "publisher").get(url).content.decode()

    assert '<mark class="proposed">李四</mark>' in page
    assert re.search(r"证人【李四】陈述属实。…　姓名，把握 \d\d%", page)
    assert len(re.findall(r'name="redactions\.\d\.choice" value="(?:hide|keep)"', page)) == 2
    assert 'value="hide" checked' not in page


@pytest.mark.parametrize("url", ["/staff/", "/staff/matters/", "/staff/matters/{uid}/"])
def test_a_case_is_called_by_the_number_of_its_filing_until_it_has_that_of_a_decision(
    url: str,
) -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    number = Document.objects.get(matter=matter, kind="filing-approval").number

    page = signed_in(cast, "handler").get(url.format(uid=matter.uid)).content.decode()

    assert number
    assert number in page
    assert "尚未编号" not in page


def test_words_find_a_case_by_party_and_nothing_else() -> None:
    cast = staffed_cast()
    open_case(cast)
    client = signed_in(cast, "handler")

    found = client.get("/staff/matters/", {"q": "恒远"}).content.decode()
    none = client.get("/staff/matters/", {"q": "不存在"}).content.decode()

    assert "青川市恒远新材料有限公司" in found
    assert "没有符合条件的案件" in none
    assert "青川市恒远新材料有限公司" not in none


def test_the_clue_stands_beside_the_form_that_makes_a_case_of_it() -> None:
    cast = staffed_cast()
    clue = cast.do(
        "handler",
        "intake.register_clue",
        source="complaint",
        subject="示例印染厂涉嫌超标排放",
        content="雨水口排出有色废水。",
        found_on=cast.today,
    )
    url = reverse("workbench:act", args=["cases.open_case"]) + f"?clue={clue.uid}"
    strangers = staffed_cast()

    page = signed_in(cast, "handler").get(url).content.decode()
    other = signed_in(strangers, "handler").get(url)

    assert "雨水口排出有色废水。" in page
    assert f'value="{clue.uid}" selected' in page
    assert other.status_code == 404
    assert "雨水口" not in other.content.decode()


def test_the_page_of_a_case_names_who_stands_beside_the_party() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    agent(cast, matter)

    page = signed_in(cast, "handler").get(reverse("workbench:matter", args=[matter.uid]))

    assert "郑示例，四川示例律师事务所，一般授权" in page.content.decode()
