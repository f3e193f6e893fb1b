"""The limits that the police alone have run in a case, from one act of the product to another."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.announcing import announced_for
from gongjian.cases.models import PartyFiling
from gongjian.cases.services.failing import undelivered
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_public_order import file_case, investigated, opened, police_cast
from gongjian.common.acts import service
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.sweeping import sweep
from gongjian.ui.forms import form_for

from .test_running_limits import waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RECUSAL = "police.recusal"
OPINION = "police.appraisal_copy"


@pytest.fixture
def cast(home: object) -> Cast:
    return police_cast()


def running(matter: Matter, code: str) -> list[tuple[date, date]]:
    """Return first and last day of the limits of a code that run now."""
    rows = matter.deadlines.filter(code=code, state="open").order_by("id")
    return list(rows.values_list("starts_on", "due_on"))


def newest(matter: Matter, code: str) -> Deadline:
    found: Deadline = matter.deadlines.filter(code=code).order_by("-id")[0]
    return found


# --- recusal ------------------------------------------------------------------------------------


def ask(cast: Cast, matter: Matter, about: str = "handler") -> PartyFiling:
    """Let the party apply, with its code, that an officer keep away."""
    code = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    apply = service("cases.apply_recusal")
    cmd = apply.cmd(officer=cast.people[about].uid, reason="与报案人是近亲属。")
    filing: PartyFiling = apply(actor=holder_of(code), matter=matter.uid, cmd=cmd, clock=cast.clock)
    return filing


def answer(cast: Cast, matter: Matter, filing: PartyFiling) -> None:
    said: dict[str, Any] = {"filing": filing.uid, "answer": "没有亲属关系，驳回申请。"}
    cast.do("agency_head", "cases.answer_recusal", matter, **said)
    matter.refresh_from_db()


def test_the_head_answers_an_application_for_recusal_within_two_days(cast: Cast) -> None:
    matter = file_case(cast, opened(cast))
    stood = waits(matter)
    filing = ask(cast, matter)

    limit = newest(matter, RECUSAL)
    assert cast.today == date(2026, 3, 2)
    assert (limit.starts_on, limit.due_on, limit.state) == (cast.today, date(2026, 3, 4), "open")
    assert limit.duty == "authority"
    assert any("第二十一条" in line for line in (*limit.explanation, limit.source))
    matter.refresh_from_db()
    assert matter.due_on == limit.due_on
    told = ("决定并答复回避申请", limit.due_on, limit.label)
    assert waits(matter)["agency_head"] == told
    assert sweep(limit.due_on).near >= 1
    assert sweep(limit.due_on + timedelta(1)).late >= 1

    answer(cast, matter, filing)

    assert newest(matter, RECUSAL).state == "met"
    assert waits(matter) == stood
    assert matter.due_on == newest(matter, "decision-limit").due_on


def test_of_two_applications_the_oldest_without_an_answer_sets_the_limit(cast: Cast) -> None:
    matter = file_case(cast, opened(cast))
    first = ask(cast, matter)
    cast.wait(days=1)
    second = ask(cast, matter, "second")
    both = running(matter, RECUSAL)
    answer(cast, matter, first)
    after = running(matter, RECUSAL)
    inbox = waits(matter)["agency_head"]
    answer(cast, matter, second)

    assert both == [(date(2026, 3, 2), date(2026, 3, 4))]
    assert after == [(date(2026, 3, 3), date(2026, 3, 5))]
    assert inbox[1] == date(2026, 3, 5)
    assert running(matter, RECUSAL) == []


def test_the_case_of_the_police_that_is_published_has_the_limit_too(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    ask(cast, matter)

    assert running(matter, RECUSAL) == [(cast.today, cast.today + timedelta(2))]


def test_elsewhere_an_application_waits_without_a_limit(home: object) -> None:
    cast = story.make_cast(domain="market")
    matter = story.file_case(cast, story.open_case(cast))

    filing = ask(cast, matter)

    assert not matter.deadlines.filter(code=RECUSAL).exists()
    assert waits(matter)["agency_head"] == ("决定并答复回避申请", cast.today, "")
    answer(cast, matter, filing)
    assert "agency_head" not in waits(matter)


# --- the prior notice that reaches nobody -------------------------------------------------------


def unreached(cast: Cast) -> Matter:
    """Return a case whose prior notice reached nobody by any other way."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    fail(cast, matter)
    return matter


def fail(cast: Cast, matter: Matter) -> None:
    paper = undelivered(Matter.objects.get(pk=matter.pk))[0].uid
    known: dict[str, Any] = {"paper": paper, "reason": "去向不明。", "proof": "社区证明一份。"}
    for way, outcome in (("post", "returned"), ("direct", "gone")):
        said = known | {"way": way, "outcome": outcome, "tried_on": cast.today}
        cast.do("handler", "cases.record_failed_delivery", matter, **said)


def filled_in(cast: Cast, matter: Matter, kind: str, field: str) -> Any:
    """Return what the form of a paper says of itself in a field."""
    fresh = Matter.objects.get(pk=matter.pk)
    form = form_for(service(act_code(kind)), cast.actor("handler"), fresh)
    return {f.name: getattr(f, "value", None) for f in form.fields}[field]


def term_told(cast: Cast, matter: Matter) -> Any:
    """Return how long the form of the public notice says that it is posted."""
    return filled_in(cast, matter, "delivery-announcement", "announce_term")


def post(cast: Cast, matter: Matter, code: str, days: int) -> str:
    """Deliver by public notice after some days; return the refusal of the day before."""
    posted = cast.today
    public = {"way": "public_notice", "posted_on": posted}
    cast.wait(days=days - 1)
    with pytest.raises(InvalidInput) as early:
        cast.do("handler", code, matter, **story.handed_over(cast) | public)
    cast.wait(days=1)
    cast.do("handler", code, matter, **story.handed_over(cast) | public)
    return str(early.value.fields["served_on"])


def test_the_prior_notice_of_the_police_is_posted_for_seven_days_their_decision_for_sixty(
    cast: Cast,
) -> None:
    matter = unreached(cast)
    posted, told = cast.today, term_told(cast, matter)
    early = post(cast, matter, "cases.deliver_notice", 7)
    over = posted + timedelta(7)
    stated = running(matter, "statement-limit")
    story.decide(cast, story.let_time_run(cast, matter))
    story.sign_papers(cast, matter)
    fail(cast, matter)
    decided = term_told(cast, matter)
    late = post(cast, matter, "cases.deliver_decision", 60)

    assert (told, decided) == ("7日", "60日")
    assert f"公告期满之日是{over.isoformat()}" in early
    assert "公告期满之日是" in late
    assert [begins for begins, _ in stated] == [over], "what the party has to say it says after it"


def test_a_public_order_case_goes_by_the_time_of_the_police(cast: Cast) -> None:
    matter = opened(cast)

    assert announced_for(matter, cast.today, prior_notice=True) == "police.notice_posted"
    assert announced_for(matter, cast.today, prior_notice=False) == "delivery.public_notice"


def test_elsewhere_a_prior_notice_is_posted_as_long_as_a_decision(home: object) -> None:
    cast = story.make_cast(domain="market")
    matter = unreached(cast)

    assert term_told(cast, matter) == "30日"
    post(cast, matter, "cases.deliver_notice", 30)


# --- an expert's opinion ------------------------------------------------------------------------


def paper(cast: Cast, matter: Matter, kind: str, who: str = "") -> Document:
    """Make a typed document; `who`: the person it is made out to."""
    cmd = typed_command(kind, cast.now)
    if who:
        cmd = replace(cmd, party_name=who)
    actor = cast.actor("handler")
    made: Document = service(act_code(kind))(
        actor=actor, matter=matter.uid, cmd=cmd, clock=cast.clock
    )
    matter.refresh_from_db()
    return made


def opinion(cast: Cast, matter: Matter, on: date, kind: str = "expert_opinion") -> None:
    known: dict[str, Any] = {"kind": kind, "name": "伤情鉴定意见书", "proves": "轻微伤。"}
    known |= {"obtained_on": on, "obtained_from": "示例鉴定中心"}
    cast.do("handler", "cases.add_evidence", matter, **known)
    matter.refresh_from_db()


def harmed(cast: Cast) -> Matter:
    matter = file_case(cast, opened(cast))
    cast.do("handler", "cases.register_victim", matter, name="王示例", harm="轻微伤")
    paper(cast, matter, "appraisal-commission")
    return matter


def test_an_opinion_is_shown_to_both_sides_within_five_days(cast: Cast) -> None:
    matter = harmed(cast)
    received = cast.today
    opinion(cast, matter, received)
    limit = newest(matter, OPINION)
    inbox, nearest = waits(matter)["handler"], matter.due_on
    paper(cast, matter, "appraisal-result-notice", "贺示例")
    to_one = running(matter, OPINION)
    again = filled_in(cast, matter, "appraisal-result-notice", "objection_term")
    paper(cast, matter, "appraisal-result-notice", "王示例")

    assert (limit.starts_on, limit.due_on) == (date(2026, 3, 2), date(2026, 3, 9))
    assert limit.duty == "authority"
    assert any("第九十七条" in line for line in (*limit.explanation, limit.source))
    assert inbox == ("将鉴定意见告知双方", limit.due_on, limit.label)
    assert nearest == limit.due_on
    assert to_one == [(received, limit.due_on)], "the other side has not seen it"
    assert again == "3日", "by when another opinion may be asked for"
    assert newest(matter, OPINION).state == "met"
    assert waits(matter)["handler"][0] != "将鉴定意见告知双方"


def test_a_second_opinion_has_its_own_days_after_the_first(cast: Cast) -> None:
    matter = harmed(cast)
    opinion(cast, matter, date(2026, 3, 2))
    cast.wait(days=2)
    opinion(cast, matter, date(2026, 3, 4))
    both = running(matter, OPINION)
    for who in ("贺示例", "王示例"):
        last = paper(cast, matter, "appraisal-result-notice", who)
    first_shown = running(matter, OPINION)
    void: dict[str, Any] = {"document": last.uid, "reason": "写错。"}
    cast.do("handler", "documents.void_document", matter, **void)
    fallen = running(matter, OPINION)
    for who in ("王示例", "贺示例", "王示例"):
        paper(cast, matter, "appraisal-result-notice", who)

    first, second = (date(2026, 3, 2), date(2026, 3, 9)), (date(2026, 3, 4), date(2026, 3, 9))
    assert (both, first_shown, fallen) == ([first], [second], [first])
    assert running(matter, OPINION) == []


def test_a_victim_who_is_registered_later_is_shown_the_opinion_too(cast: Cast) -> None:
    matter = harmed(cast)
    opinion(cast, matter, cast.today)
    for who in ("贺示例", "王示例"):
        paper(cast, matter, "appraisal-result-notice", who)
    shown = newest(matter, OPINION)
    assert shown.state == "met"

    cast.do("handler", "cases.register_victim", matter, name="董示例", harm="轻微伤")

    assert newest(matter, OPINION).pk == shown.pk
    assert newest(matter, OPINION).state == "open"


def test_the_opinion_may_be_shown_after_the_investigation_and_owes_nothing_in_a_closed_case(
    cast: Cast,
) -> None:
    matter = harmed(cast)
    opinion(cast, matter, cast.today)
    investigated(cast, matter)
    paper(cast, matter, "appraisal-result-notice", "贺示例")
    assert running(matter, OPINION) != []

    ended: dict[str, Any] = {
        "ground": "party_gone",
        "progress": "已调查终结。",
        "reasons": "违法嫌疑人死亡。",
    }
    cast.do("agency_head", "cases.terminate", matter, **ended)

    assert running(matter, OPINION) == []


def test_only_an_opinion_the_police_asked_for_owes_a_notice(cast: Cast) -> None:
    matter = file_case(cast, opened(cast))
    opinion(cast, matter, cast.today)
    unasked = running(matter, OPINION)
    paper(cast, matter, "appraisal-commission")

    assert unasked == []
    assert running(matter, OPINION) == [(date(2026, 3, 2), date(2026, 3, 9))]
    opinion(cast, matter, date(2026, 3, 1), "physical")
    assert running(matter, OPINION) == [(date(2026, 3, 2), date(2026, 3, 9))]


def test_elsewhere_no_days_are_set_for_an_opinion(home: object) -> None:
    cast = story.make_cast(domain="market")
    matter = story.file_case(cast, story.open_case(cast))
    paper(cast, matter, "appraisal-commission")

    opinion(cast, matter, cast.today)

    assert not matter.deadlines.filter(code=OPINION).exists()
    assert not filled_in(cast, matter, "appraisal-result-notice", "objection_term")
