"""The party at the desk: enters by number and code, sees its case, is heard, takes its papers."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.models import HearingRequest, PartyFiling, QueryCode, Statement
from gongjian.cases.queries import case_number, case_of
from gongjian.cases.services.party import grouped, holder_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import agent
from gongjian.common import clock as clocks
from gongjian.common.errors import NotAllowed, NotFound, RuleBroken
from gongjian.desk import entering
from gongjian.desk.models import Attempt
from gongjian.matters.models import Matter, Todo
from gongjian.matters.queries import visible_matters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    yield from living(story.make_cast(accounts=True))


@pytest.fixture
def police() -> Iterator[Cast]:
    yield from living(story.make_cast(domain="public-security", accounts=True))


def living(made: Cast) -> Iterator[Cast]:
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def informed(cast: Cast, **values: Any) -> Matter:
    """Return a case whose notice reached the party today."""
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast, **values)))
    return story.inform(cast, matter)


def code_of(cast: Cast, matter: Matter, **values: Any) -> tuple[QueryCode, str]:
    row = cast.do("handler", "cases.issue_query_code", matter, **({"holder": "party"} | values))
    return row, row.__dict__["plain"]


def enter(matter: Matter, plain: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/my/enter", {"number": numbered(matter), "code": plain})
    assert answer.status_code == 302, answer.content.decode()
    return client


def numbered(matter: Matter) -> str:
    return case_number(matter)


def text(client: Client, address: str = "/my/") -> str:
    return client.get(address).content.decode()


# --- entering -----------------------------------------------------------------------------------


def test_a_party_enters_with_number_and_code_however_typed(cast: Cast) -> None:
    matter = informed(cast)
    _, plain = code_of(cast, matter)

    assert matter.title in text(enter(matter, grouped(plain).lower()))


def test_nothing_but_a_hash_of_the_code_is_kept(cast: Cast) -> None:
    matter = informed(cast)
    row, plain = code_of(cast, matter)

    kept = json.dumps(list(QueryCode.objects.values()), default=str)
    entries = "\n".join(line for e in matter.stream.entries.all() for line in e.lines)

    assert plain not in kept + entries
    assert row.code_hash not in entries


def test_unknown_number_wrong_code_and_too_many_tries_get_one_answer(cast: Cast) -> None:
    matter = informed(cast)
    _, plain = code_of(cast, matter)
    number = numbered(matter)
    client = Client()

    def said(number: str, code: str) -> tuple[int, str]:
        answer = client.post("/my/enter", {"number": number, "code": code})
        page = answer.content.decode()
        return answer.status_code, page.split('role="alert"')[1].split("</div>")[0]

    unknown, wrong = said("没有这个号", plain), said(number, "2" * 12)
    for _ in range(entering.WRONG_PER_NUMBER):
        said(number, "2" * 12)

    assert unknown == wrong == said(number, plain)
    assert unknown[0] == 422


def test_many_numbers_from_one_address_are_stopped_too(cast: Cast) -> None:
    matter = informed(cast)
    _, plain = code_of(cast, matter)
    client = Client()
    for number in range(entering.WRONG_PER_ADDRESS):
        client.post("/my/enter", {"number": f"x{number}", "code": "x"})

    blocked = client.post("/my/enter", {"number": numbered(matter), "code": plain})
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")

    assert blocked.status_code == 422
    enter(matter, plain, elsewhere)
    assert numbered(matter) not in json.dumps(list(Attempt.objects.values()), default=str)


def test_a_new_code_ends_the_one_before_and_its_visits(cast: Cast) -> None:
    matter = informed(cast)
    _, old = code_of(cast, matter)
    client = enter(matter, old)
    _, new = code_of(cast, matter)

    assert client.get("/my/").status_code == 302
    assert client.post("/my/enter", {"number": numbered(matter), "code": old}).status_code == 422
    enter(matter, new)


def test_a_visit_ends_after_a_quarter_of_an_hour(cast: Cast, monkeypatch: Any) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    monkeypatch.setattr(entering, "IDLE", timedelta(seconds=-1))

    assert client.get("/my/")["Location"] == "/my/enter"


def test_a_secret_case_has_no_code(cast: Cast) -> None:
    matter = informed(cast, state_secret=True)

    with pytest.raises(RuleBroken, match="国家秘密"):
        code_of(cast, matter)


def test_only_who_handles_the_case_hands_out_codes(cast: Cast) -> None:
    matter = informed(cast)

    with pytest.raises(NotAllowed):
        cast.do("unit_head", "cases.issue_query_code", matter, holder="party")


# --- what one sees, and no more -----------------------------------------------------------------


def test_a_party_reaches_its_own_case_and_no_other(cast: Cast) -> None:
    mine, other = informed(cast), informed(cast, party=story.PERSON)
    row, plain = code_of(cast, mine)
    client = enter(mine, plain)
    theirs = case_of(other).notices.get().document

    assert list(visible_matters(holder_of(row))) == [mine]
    assert theirs is not None
    assert client.get(f"/my/papers/{theirs.uid}.pdf").status_code == 404
    assert client.get(f"/staff/matters/{mine.uid}/").status_code == 302
    assert client.get(f"/api/v1/matters/{mine.uid}").status_code == 401
    assert other.party_name not in text(client)


def test_papers_that_were_not_served_stay_closed(cast: Cast) -> None:
    from gongjian.documents.models import Document

    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    inner = Document.objects.filter(matter=matter, kind="filing-approval").get()

    assert client.get(f"/my/papers/{inner.uid}.pdf").status_code == 404
    assert inner.title not in text(client)


def test_what_may_be_done_until_when_stands_on_the_page(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    last = matter.deadlines.get(code="statement-limit").due_on

    page = text(client)

    assert f"{last.year}年{last.month}月{last.day}日" in page
    for name in ("陈述、申辩", "要求听证", "申请回避"):
        assert name in page


def test_after_delivery_the_remedies_and_the_payment_stand_there(cast: Cast) -> None:
    matter = story.decided_case(cast)

    page = text(enter(matter, code_of(cast, matter)[1]))

    for words in ("申请行政复议", "提起行政诉讼", "缴款码", "52,120.00"):
        assert words in page
    assert "申请回避" not in page


# --- being heard --------------------------------------------------------------------------------


def test_a_statement_is_an_act_of_the_case_with_a_receipt_and_waits_for_the_handler(
    cast: Cast,
) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])

    answer = client.post("/my/statement", {"content": "罚款过重，我已改正。"}, follow=True)

    filing = PartyFiling.objects.get()
    assert filing.receipt in answer.content.decode()
    assert filing.in_time
    entry = matter.stream.entries.order_by("-seq")[0]
    assert matter.party_name in entry.lines[0]
    assert "cases.submit_statement" in entry.lines[0]
    waiting = Todo.objects.get(matter=matter, role="handler")
    assert "陈述申辩" in waiting.step


def test_nothing_goes_on_before_the_statement_was_checked(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    client.post("/my/statement", {"content": "罚款过重。"})
    matter.refresh_from_db()
    story.let_time_run(cast, matter)

    with pytest.raises(RuleBroken, match="还没有复核"):
        cast.do("handler", "review.submit", matter, summary="请予审核。")

    filing = PartyFiling.objects.get()
    cast.do(
        "handler",
        "cases.record_statement",
        matter,
        given_on=filing.given_on,
        content=filing.content,
        checked="已复核，不予采纳。",
        filing=filing.uid,
    )
    assert Statement.objects.get().content == "罚款过重。"
    assert not Todo.objects.filter(matter=matter, step__contains="复核当事人").exists()
    story.decide(cast, matter)


def test_the_party_reads_the_answer_to_its_statement(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    client.post("/my/statement", {"content": "罚款过重。"})
    matter.refresh_from_db()
    form = cast.actor("handler")
    from gongjian.cases.services import record_statement

    assert record_statement.prefill is not None
    known = record_statement.prefill(form, matter)
    cast.do("handler", "cases.record_statement", matter, **known, checked="已复核：不予采纳。")

    assert "已复核：不予采纳。" in text(client)


def test_a_demand_for_a_hearing_is_the_same_step_whoever_takes_it(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])

    answer = client.post("/my/hearing", {"content": "要求举行听证。"}, follow=True)

    matter.refresh_from_db()
    request = HearingRequest.objects.get()
    assert matter.marking == ["hearing_asked"]
    assert request.asked_on == cast.today
    assert request.way == "desk"
    assert PartyFiling.objects.get(kind="hearing").receipt in answer.content.decode()
    assert matter.deadlines.filter(code="decision-limit", state="paused").exists()


def test_the_day_of_a_demand_is_the_servers_whatever_is_sent(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    cast.wait(days=2)

    client.post("/my/hearing", {"content": "要求听证。", "asked_on": "2026-01-01", "way": "oral"})

    assert HearingRequest.objects.get().asked_on == cast.today


def test_an_application_for_recusal_waits_for_the_head_who_answers(cast: Cast) -> None:
    matter = informed(cast)
    client = enter(matter, code_of(cast, matter)[1])
    lead = matter.lead.uid

    client.post("/my/recusal", {"officer": lead, "reason": "与举报人是近亲属。"})

    filing = PartyFiling.objects.get()
    assert Todo.objects.filter(matter=matter, role="agency_head").exists()
    words = "经审查，二人没有亲属关系，驳回申请。"
    cast.do("agency_head", "cases.answer_recusal", matter, filing=filing.uid, answer=words)
    assert words in text(client)
    assert not Todo.objects.filter(matter=matter, role="agency_head").exists()


def test_what_is_not_open_now_is_not_taken(cast: Cast) -> None:
    matter = story.decided_case(cast)
    client = enter(matter, code_of(cast, matter)[1])

    answers = [
        client.post("/my/statement", {"content": "迟到的意见。"}),
        client.post("/my/hearing", {"content": "要求听证。"}),
        client.post("/my/recusal", {"officer": matter.lead.uid, "reason": "亲属。"}),
    ]

    assert {a.status_code for a in answers} == {409}
    assert not PartyFiling.objects.exists()


def test_staff_cannot_speak_as_the_party_through_any_door(cast: Cast) -> None:
    matter = informed(cast)

    for office in story.OFFICES:
        with pytest.raises((NotAllowed, NotFound)):
            cast.do(office, "cases.submit_statement", matter, content="我说。")


# --- a 治安 case --------------------------------------------------------------------------------


def test_a_victim_sees_that_a_case_runs_and_nothing_of_the_party(police: Cast) -> None:
    from gongjian.cases.public_order.models import Victim

    cast = police
    matter = story.file_case(cast, story.open_case(cast, party=story.PERSON, public_order=True))
    cast.do("handler", "cases.register_victim", matter, name="王示例", harm="轻微伤")
    row, plain = code_of(cast, matter, holder="victim", victim=Victim.objects.get().uid)
    client = enter(matter, plain)

    page = text(client)

    assert "立案调查" in page
    assert matter.party_name not in page
    assert client.post("/my/statement", {"content": "我说。"}).status_code == 409
    assert row.name == "王示例"


# --- an agent -----------------------------------------------------------------------------------


def test_an_agent_follows_and_speaks_with_a_code_of_its_own_as_far_as_its_letter_goes(
    cast: Cast,
) -> None:
    matter = informed(cast)
    lawyer = agent(cast, matter, may_attend=False)
    _, plain = code_of(cast, matter, holder="agent", agent=lawyer.uid)
    client = enter(matter, plain)

    page = text(client)
    handed = client.post("/my/statement", {"content": "金额过重。"})
    asked = client.post("/my/hearing", {"content": "要求听证。"})
    filing = PartyFiling.objects.get()
    known: dict[str, Any] = {
        "given_on": cast.today,
        "content": "金额过重。",
        "checked": "已复核。",
    }
    cast.do("handler", "cases.record_statement", matter, **known, filing=filing.uid)
    cast.do("handler", "cases.end_agency", matter, agent=lawyer.uid, reason="解除委托。")

    assert (handed.status_code, asked.status_code) == (302, 409)
    assert "/my/statement" in page
    assert "/my/hearing" not in page
    assert Statement.objects.get().agent == lawyer
    assert client.get("/my/").status_code == 302
    assert client.post("/my/enter", {"number": numbered(matter), "code": plain}).status_code == 422
