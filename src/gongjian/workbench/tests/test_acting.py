"""The form of an act over HTTP: nothing typed is lost, nothing is done twice or unseen."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from gongjian.cases import testing_public_order as police
from gongjian.cases import testing_several as several
from gongjian.cases.models import Decision, Draft, Evidence, Notice
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import (
    CHECKED,
    before_the_head,
    file_case,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
    propose,
)
from gongjian.matters.models import Matter
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer
from gongjian.ui.drafts import find_draft
from gongjian.workbench.testing import signed_in, staffed_cast
from gongjian.workbench.together import Other, others_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

EVIDENCE = {
    "kind": "documentary",
    "name": "生产记录",
    "proves": "生产时间和数量",
    "obtained_on": "2026-03-03",
    "obtained_from": "当事人提供",
    "self_recorded": "no",
}


def act_url(matter: Matter, code: str) -> str:
    return reverse("workbench:matter_act", args=[matter.uid, code])


def test_an_act_done_on_its_page_returns_to_the_case_and_drops_the_draft() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client, url = signed_in(cast, "handler"), act_url(matter, "cases.add_evidence")
    key = f"cases.add_evidence:{matter.uid}"
    client.post(reverse("ui:keep_draft", args=[key]), {"name": "生产"})
    assert find_draft(cast.people["handler"].user, key) is not None

    answer = client.post(url, {**EVIDENCE, "expect_seq": matter.seq})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("workbench:matter", args=[matter.uid])
    assert Evidence.objects.get().name == "生产记录"
    assert find_draft(cast.people["handler"].user, key) is None


def test_an_act_opened_by_a_link_says_at_once_what_the_procedure_misses(
    home: Any,
) -> None:
    cast = make_cast(domain="public-security", accounts=True)
    matter = file_case(cast, open_case(cast))
    head = signed_in(cast, "agency_head")

    too_late = head.get(act_url(matter, "cases.approve_filing")).content.decode()
    no_rule = head.get(act_url(matter, "cases.extend_decision_limit")).content.decode()
    evidence = signed_in(cast, "handler").get(act_url(matter, "cases.add_evidence"))

    assert "notice warn" in too_late
    assert "调查取证" in too_late
    assert "没有准许延长“作出处罚决定的期限”" in no_rule
    assert "notice warn" not in evidence.content.decode()


def test_a_form_that_cannot_be_done_now_has_no_button_and_leads_back() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    case = reverse("workbench:matter", args=[matter.uid])
    back = f'<a class="button primary" href="{case}">返回案件</a>'

    stale = signed_in(cast, "agency_head").get(act_url(matter, "cases.approve_filing"))
    sound = signed_in(cast, "handler").get(act_url(matter, "cases.add_evidence"))

    assert "现在不能办理“批准立案”" in stale.content.decode()
    assert back in stale.content.decode()
    assert presses(stale.content.decode()) == []
    assert presses(sound.content.decode()) == ["登记证据", "登记证据"]
    assert back not in sound.content.decode()


def presses(page: str) -> list[str]:
    """Return the words on the buttons of the form of an act."""
    form = page.partition('id="act"')[2].partition("</form>")[0]
    return re.findall(r'<button type="submit"[^>]*>([^<]*)</button>', form)


def test_what_was_typed_comes_back_with_the_message_at_its_field() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))

    answer = signed_in(cast, "handler").post(
        act_url(matter, "cases.add_evidence"),
        {**EVIDENCE, "proves": "", "obtained_on": "2099-01-01", "expect_seq": matter.seq},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="生产记录"' in page
    assert 'value="2099-01-01"' in page
    assert 'href="#id_proves"' in page
    assert "不能晚于今天" in page
    assert not Evidence.objects.exists()


def test_a_second_press_of_the_same_page_does_nothing_and_keeps_the_text() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client, url = signed_in(cast, "handler"), act_url(matter, "cases.add_evidence")
    form = {**EVIDENCE, "expect_seq": matter.seq}
    client.post(url, form)

    again = client.post(url, form)

    page = again.content.decode()
    matter.refresh_from_db()
    assert again.status_code == 412
    assert Evidence.objects.count() == 1
    assert 'value="生产记录"' in page
    assert f'name="expect_seq" value="{matter.seq}"' in page


def test_a_draft_saved_by_itself_stands_in_the_form_the_next_time() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client, url = signed_in(cast, "handler"), act_url(matter, "cases.add_evidence")
    key = f"cases.add_evidence:{matter.uid}"
    client.post(reverse("ui:keep_draft", args=[key]), {"proves": "写到一半"})

    page = signed_in(cast, "handler").get(url).content.decode()

    assert "写到一半" in page
    assert "已恢复" in page
    other = signed_in(cast, "second").get(url).content.decode()
    assert "写到一半" not in other


def test_entries_are_added_without_script_and_read_in_order() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    client, url = signed_in(cast, "handler"), act_url(matter, "cases.draft_decision")
    form: dict[str, Any] = {
        "facts": "擅自改变生产工艺。",
        "evidence_summary": "1．现场检查笔录",
        "violated": "《环境影响评价法》第二十四条第一款",
        "basis": "《环境影响评价法》第三十一条第一款",
        "discretion": "从轻处罚。",
        "items.0.kind": "fine",
        "items.0.amount_fen": "52,120",
        "expect_seq": matter.seq,
    }

    wider = client.post(url, {**form, "add": "items"}).content.decode()
    done = client.post(url, {**form, "items.1.kind": "warning"})

    assert "第 2 项" in wider
    assert 'value="52,120"' in wider
    assert done.status_code == 302
    assert [(i["kind"], i["amount_fen"]) for i in Draft.objects.get().items] == [
        ("fine", 5_212_000),
        ("warning", None),
    ]


def test_a_final_act_asks_once_and_is_done_only_when_confirmed() -> None:
    cast = staffed_cast()
    matter = let_time_run(cast, inform(cast, investigate(cast, file_case(cast, open_case(cast)))))
    draft = latest_draft(case_of(matter))
    assert draft is not None
    if draft.review_required:
        cast.do("handler", "review.submit", matter, summary="请予审核。")
        cast.do("legal_reviewer", "review.pass_review", matter, **CHECKED, reasons="合法。")
    else:
        cast.do("unit_head", "cases.go_to_decision", matter, opinion="报请决定。")
    client, url = signed_in(cast, "agency_head"), act_url(matter, "cases.issue_decision")
    form = {"draft_hash": draft.draft_hash, "opinion": "同意。", "expect_seq": matter.seq}

    assert "data-answered" not in client.get(url).content.decode()
    asked = client.post(url, form)
    assert asked.status_code == 200
    assert "确认签发决定书" in asked.content.decode()
    assert "data-answered" in asked.content.decode()  # the script must not open it anew
    assert "同意。" in asked.content.decode()
    assert not Decision.objects.exists()

    done = client.post(url, {**form, "confirmed": "yes"})
    assert done.status_code == 302
    assert Decision.objects.count() == 1


def test_the_page_of_the_head_shows_what_is_decided_on() -> None:
    cast = staffed_cast()
    matter = let_time_run(cast, inform(cast, investigate(cast, file_case(cast, open_case(cast)))))

    page = signed_in(cast, "unit_head").get(act_url(matter, "cases.go_to_decision"))

    assert "拟处罚决定" in page.content.decode()
    assert "52,120.00元" in page.content.decode()


@pytest.mark.requirement("Q9")
def test_who_signs_for_several_parties_reads_what_each_was_told_and_said() -> None:
    cast = staffed_cast()
    matter = several.joined(cast)
    own = case_of(matter).split_off.get().matter
    propose(cast, own, facts="决定变更生产工艺。", items=({"kind": "warning"},))
    cast.do("handler", "cases.end_investigation", own, summary="事实清楚。")
    paper = Notice.objects.get(case__matter=inform(cast, own)).document
    assert paper is not None
    said: dict[str, Any] = {"content": "工艺由总公司决定。", "checked": "与会议记录不符。"}
    cast.do("handler", "cases.record_statement", own, given_on=cast.today, **said)
    several.ready(cast, matter)

    def page(office: str) -> str:
        answer = signed_in(cast, office).get(act_url(matter, "cases.issue_decision"))
        return str(answer.content.decode())

    shown = page("agency_head")
    assert "一并决定：孟示例" in shown
    assert "工艺由总公司决定。" in shown
    assert "与会议记录不符。" in shown
    assert reverse("workbench:matter", args=[own.uid]) in shown
    assert reverse("documents:pdf", args=[paper.uid]) in shown
    # Whoever may not see the other party's case sees its name and nothing else of it.
    elsewhere = actor_for(make_officer(cast.agency), "test", cast.today)
    assert others_of(elsewhere, case_of(matter)) == [Other("孟示例")]


def test_beside_the_decision_stand_the_faults_that_the_check_found() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    inform(cast, investigate(cast, matter))
    said: dict[str, Any] = {"content": "请求从轻处罚。", "checked": "经复核____。"}
    cast.do("handler", "cases.record_statement", matter, given_on=cast.today, **said)
    let_time_run(cast, matter)

    page = signed_in(cast, "unit_head").get(act_url(matter, "cases.go_to_decision"))

    assert "须改正" in page.content.decode()
    assert "还有没有填写的空白“____”" in page.content.decode()


def test_who_decides_not_to_punish_sees_proposal_and_review_and_no_fault_of_a_penalty() -> None:
    cast = police.police_cast(accounts=True)
    matter = police.investigated(cast, police.file_case(cast, police.opened(cast)))
    inform(cast, matter)
    propose(cast, matter, items=(), no_penalty_ground="slight")
    before_the_head(cast, matter)

    page = signed_in(cast, "agency_head").get(act_url(matter, "cases.decide_not_to_punish"))
    shown = page.content.decode()

    assert "不予行政处罚：情节轻微。" in shown
    assert "《中华人民共和国治安管理处罚法》第二十条" in shown
    assert "第 1 轮法制审核" in shown
    assert "须改正" not in shown


def test_a_case_that_is_not_visible_answers_as_one_that_does_not_exist() -> None:
    cast, strangers = staffed_cast(), staffed_cast()
    matter = open_case(cast)
    client = signed_in(strangers, "agency_head")

    hidden = client.get(reverse("workbench:matter", args=[matter.uid]))
    absent = client.get(reverse("workbench:matter", args=[uuid4()]))

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(b"x", b"") == absent.content.replace(b"x", b"")


def test_the_head_says_no_to_a_request_on_the_page_that_asks_for_a_yes() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    wanted: dict[str, Any] = {"items": "生产台账2册", "reason": "正在更换记录。"}
    cast.do("handler", "cases.propose_preservation", matter, **wanted)
    client = signed_in(cast, "agency_head")
    yes, no = (act_url(matter, f"cases.{code}_preservation") for code in ("approve", "refuse"))

    page = client.get(yes).content.decode()
    answer = client.post(no, {**wanted, "opinion": "可以复制。", "expect_seq": matter.seq})

    assert f'formaction="{no}"' in page
    assert answer.status_code == 302
    last = Matter.objects.get(pk=matter.pk).steps.latest("seq")
    assert (last.code, last.data) == ("refuse_preservation", {"opinion": "可以复制。"})
