"""Review and litigation against what a case decides beside its penalty, and what comes of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Case, PaperOverturn
from gongjian.cases.queries import case_number, case_of, latest_draft
from gongjian.cases.taken import takings_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import order
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.insight.models import CountedAct
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.payments.models import ConfiscatedItem
from gongjian.payments.services.goods import unhandled
from gongjian.remedies.contested import contested
from gongjian.remedies.models import GoodsReturn, Remedy
from gongjian.remedies.queries import limits_of
from gongjian.ui.options import choices

from .doors import Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_doors_taken import enter
from .test_doors_taken import spared as collected_from_a_child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SAID = {"opinion": "同意。"}
PAPER = "青府复决〔2026〕9号"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def spared(cast: Cast) -> Matter:
    """Return a case whose party is not punished, and was told so."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=(), no_penalty_ground="minor_corrected")
    cast.do("unit_head", "cases.propose_no_penalty", matter, **SAID)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known = {"draft_hash": draft.draft_hash, "education": "当面教育。"} | SAID
    cast.do("agency_head", "cases.issue_no_penalty", matter, **known)
    story.sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_no_penalty", matter, **story.handed_over(cast))
    return fresh(matter)


def typed(cast: Cast, matter: Matter, kind: str, who: str = "handler", **said: Any) -> Document:
    given = vars(typed_command(kind, cast.now))
    known = {"party_name": matter.party_name} | said
    known = {name: known[name] for name in given.keys() & known}
    made: Document = cast.do(who, act_code(kind), matter, **(given | known))
    story.sign_papers(cast, matter)
    return made


def seized(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    typed(cast, matter, "seizure-approval", "agency_head", measure="扣押")
    typed(cast, matter, "seizure-decision", measure="扣押", from_on=cast.today, goods="电机一台")
    return fresh(matter)


def not_filed(cast: Cast) -> Matter:
    matter = story.open_case(cast)
    said = {"facts": "举报。", "basis": "第八条", "opinion": "请审批。"}
    cast.do("handler", "cases.propose_filing", matter, **said)
    typed(cast, matter, "filing-refusal-notice", "agency_head")
    cast.do("agency_head", "cases.refuse_filing", matter, reason="没有违法事实。")
    return fresh(matter)


def police_not_filed(cast: Cast) -> Matter:
    matter = police.opened(cast)
    said = {"told_to": "贺示例", "reason": "没有违反治安管理。"}
    cast.do("unit_head", "cases.refuse_public_order", matter, **said)
    story.sign_papers(cast, matter)
    return fresh(matter)


def lodged(cast: Cast, matter: Matter, **values: Any) -> dict[str, Any]:
    (first, *_) = contested(fresh(matter)) or [None]
    known: dict[str, Any] = {
        "against": first.paper.uid if first else uuid4(),
        "kind": "review",
        "applicant": "other",
        "applicant_name": "邻居示例",
        "body": "青川市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销。",
    }
    return known | values


def lodge(cast: Cast, matter: Matter, **values: Any) -> Remedy:
    row: Remedy = cast.do("handler", "remedies.register", matter, **lodged(cast, matter, **values))
    return row


def end(cast: Cast, matter: Matter, row: Remedy, outcome: str, **values: Any) -> None:
    known = {"remedy": row.uid, "outcome": outcome, "paper": PAPER, "note": "见决定书。"}
    known |= {"effective_on": cast.today, "served_on": cast.today}
    cast.do("unit_head", "remedies.record_result", matter, **(known | values))


def todos(matter: Matter) -> set[tuple[str, str]]:
    return set(fresh(matter).todos.values_list("role", "step"))


def test_each_decision_is_named_and_counts_its_own_days(cast: Cast) -> None:
    matter = seized(cast)
    served, rules = cast.today, profile("dazhou")

    found = {(u.kind, u.against.challenged): u.due.due_on for u in limits_of(matter)}

    review = rules.due("remedy.review", served, "environment").due_on
    assert found == {
        ("review", "seizure"): review,
        ("litigation", "seizure"): rules.due("remedy.litigation", served, "environment").due_on,
    }
    ((uid, label),) = choices("remedies.contested", cast.actor("handler"), matter)
    assert UUID(uid) == contested(matter)[0].paper.uid
    assert "查封、扣押决定" in label
    cast.wait(days=75)
    with pytest.raises(InvalidInput, match="已经超过"):
        lodge(cast, matter, applicant="party")
    assert lodge(cast, matter, applicant="party", kind="litigation").due_on > review


def test_a_penalty_and_a_seizure_are_challenged_each_by_itself(cast: Cast) -> None:
    matter = seized(cast)
    story.investigate(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))

    penalty, seizure = contested(fresh(matter))
    lodge(cast, matter, against=seizure.paper.uid)
    row = lodge(cast, matter, against=penalty.paper.uid)

    assert [row.decision_id, row.proceeding is None] == [penalty.decision.pk, False]  # type: ignore[union-attr]
    with pytest.raises(InvalidInput, match="不能重复登记"):
        lodge(cast, matter, against=seizure.paper.uid)
    with pytest.raises(NotFound, match="从列表中选择"):
        lodge(cast, matter, against=uuid4())
    page = signed_in(cast.people["handler"]).get(f"/staff/matters/{matter.uid}/?tab=remedies")
    assert "对查封、扣押决定不服" in page.content.decode()


@pytest.mark.parametrize("outcome", ["revoked", "void", "unlawful"])
def test_what_was_seized_is_to_be_given_back_at_once_and_not_held_longer(
    cast: Cast, outcome: str
) -> None:
    matter = seized(cast)
    row = lodge(cast, matter, applicant="party")

    end(cast, matter, row, outcome)

    limit = matter.deadlines.get(code="remedy.give_back")
    assert (limit.state, limit.due_on) == ("open", cast.today)
    assert ("handler", "解除查封、扣押、登记保存，退还财物") in todos(matter)
    number = row.document.number
    with pytest.raises(InvalidInput, match="应当解除"):
        typed(cast, fresh(matter), "seizure-extension", "agency_head", seizure_number=number)
    typed(cast, fresh(matter), "seizure-release", seizure_number=number)
    limit.refresh_from_db()
    assert limit.state == "met"
    assert ("handler", "解除查封、扣押、登记保存，退还财物") not in todos(matter)


def test_a_seizure_upheld_or_lifted_before_leaves_nothing_to_give_back(cast: Cast) -> None:
    matter = seized(cast)
    end(cast, matter, lodge(cast, matter), "upheld")
    assert not PaperOverturn.objects.exists()
    typed(cast, fresh(matter), "seizure-release")

    end(cast, matter, lodge(cast, matter, kind="litigation"), "revoked")

    assert PaperOverturn.objects.get().ground == "revoked"
    assert not matter.deadlines.filter(code="remedy.give_back").exists()
    assert limits_of(fresh(matter)) == []
    with pytest.raises(RuleBroken, match="失效"):
        lodge(cast, matter)


@pytest.mark.tampers
def test_the_database_extends_no_seizure_that_fell(cast: Cast) -> None:
    matter = seized(cast)
    longer = typed(cast, matter, "seizure-extension", "agency_head")
    forged = copied(longer, token=uuid4().hex, number="", series="", year=None, serial=None)
    assert refused(forged) == ""

    end(cast, matter, lodge(cast, matter), "revoked")

    forged = copied(longer, token=uuid4().hex, number="", series="", year=None, serial=None)
    assert "guarded table documents_document" in refused(forged)


def test_who_was_harmed_has_the_sparing_overturned_and_the_case_is_decided_anew(
    cast: Cast,
) -> None:
    matter = spared(cast)
    row = lodge(cast, matter)
    assert row.challenged == "spared"
    with pytest.raises(InvalidInput, match="只适用于不予立案"):
        end(cast, matter, row, "ordered")
    with pytest.raises(InvalidInput, match="变更只登记处罚、加处罚款"):
        end(cast, matter, row, "changed")
    with pytest.raises(RuleBroken, match="没有责令重新"):
        cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")

    end(cast, matter, row, "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")

    case = Case.objects.get(instead_of=row.document)
    anew = case.matter
    assert (case.ceiling, case.stems_from) == (False, case_of(matter))
    assert ("handler", "开始重新调查") in todos(anew)
    with pytest.raises(RuleBroken, match="已经开始重新办理"):
        cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")
    story.investigate(cast, anew)
    story.let_time_run(cast, story.inform(cast, anew))
    story.deliver(cast, story.decide(cast, anew))
    assert case_of(anew).decisions.exists()
    # Filed once, decided twice; the lost review counts as those of a penalty do.
    kinds = list(CountedAct.objects.values_list("kind", flat=True))
    assert kinds.count("filed") == 1
    assert {"reconsidered", "reconsidered_lost"} <= set(kinds)
    page = signed_in(cast.people["handler"]).get(f"/staff/matters/{anew.uid}/?tab=remedies")
    assert row.document.number in page.content.decode()


def test_who_asked_himself_that_his_sparing_is_looked_at_is_not_punished(cast: Cast) -> None:
    matter = spared(cast)
    end(cast, matter, lodge(cast, matter, applicant="party"), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(instead_of__matter=matter).matter
    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")

    story.investigate(cast, anew)
    story.let_time_run(cast, story.inform(cast, anew))

    with pytest.raises(RuleBroken):
        cast.do("unit_head", "cases.go_to_decision", anew, opinion="同意。")


def test_the_party_reads_until_when_it_may_challenge_what_was_not_its_penalty(cast: Cast) -> None:
    matter = spared(cast)
    code = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    client = Client()
    client.post("/my/enter", {"number": case_number(matter), "code": code.__dict__["plain"]})

    page = client.get("/my/").content.decode()

    assert "申请行政复议" in page
    assert f"针对{contested(matter)[0].label}" in page


@pytest.mark.parametrize("refuse", [not_filed, police_not_filed])
def test_what_was_not_filed_is_ordered_to_be_filed_by_who_reported_it(
    refuse: Callable[[Cast], Matter],
) -> None:
    own = story.make_cast() if refuse is not_filed else police.police_cast()
    matter = refuse(own)
    with pytest.raises(InvalidInput, match="投诉、举报、控告"):
        lodge(own, matter, applicant="party")
    assert limits_of(matter) == []
    row = lodge(own, matter)
    stay = {"remedy": row.uid, "stayed_on": own.today, "ground": "停止执行。"}
    with pytest.raises(RuleBroken, match="没有可以停止执行"):
        own.do("unit_head", "remedies.grant_stay", matter, **stay)

    end(own, matter, row, "ordered")
    own.do("agency_head", "remedies.open_remake", matter, opinion="立案。")

    anew = Case.objects.get(instead_of=row.document).matter
    own.do("handler", "cases.reopen_case", anew, plan="调查。")
    anew = fresh(anew)
    assert anew.filed_on == own.today
    assert "investigating" in anew.marking
    assert process_of(anew).code == process_of(matter).code
    assert CountedAct.objects.filter(kind="filed").count() == 1


AGAIN: dict[str, Any] = {
    "told_to": "贺示例",
    "differs": "facts",
    "facts": "重新到场核查，调取了当日录像。",
    "reason": "没有违法事实。",
    "basis": "《中华人民共和国行政处罚法》第五十四条第二款",
}


@pytest.mark.parametrize("refuse", [not_filed, police_not_filed])
def test_what_is_to_be_dealt_with_again_is_refused_again_on_other_facts_and_challenged_again(
    refuse: Callable[[Cast], Matter],
) -> None:
    own = story.make_cast() if refuse is not_filed else police.police_cast()
    matter = refuse(own)
    said = matter.steps.get(code="refuse_filing").data["reason"]
    row = lodge(own, matter)
    end(own, matter, row, "remade")
    own.do("agency_head", "remedies.open_remake", matter, opinion="重新处理。")
    anew = Case.objects.get(instead_of=row.document).matter
    for same in ({"facts": said.rstrip("。")}, {"differs": "grounds", "reason": f" {said}"}):
        with pytest.raises(InvalidInput, match="相同"):
            own.do("agency_head", "cases.refuse_again", anew, **(AGAIN | same))

    own.do("agency_head", "cases.refuse_again", anew, **AGAIN)
    story.sign_papers(own, anew)

    anew = fresh(anew)
    assert (anew.marking, anew.filed_on) == (["not_filed"], None)
    (second,) = contested(anew)
    assert (second.challenged, second.paper.kind) == ("not_filed", row.document.kind)
    assert "重新到场核查，调取了当日录像。没有违法事实。" in second.paper.data
    assert "贺示例" not in str(anew.steps.get(code="refuse_again").data)
    own.wait(days=1)
    again = lodge(own, anew)
    assert (
        again.due_on
        == profile(anew.profile).due("remedy.review", second.reached_on, anew.domain).due_on
    )
    end(own, anew, again, "ordered")
    own.do("agency_head", "remedies.open_remake", anew, opinion="立案。")
    third = Case.objects.get(instead_of=second.paper).matter
    with pytest.raises(RuleBroken):
        own.do("agency_head", "cases.refuse_again", third, **AGAIN)
    own.do("handler", "cases.reopen_case", third, plan="调查。")
    assert CountedAct.objects.filter(kind="filed").count() == 1


def test_for_a_fault_of_procedure_alone_the_same_reason_holds(cast: Cast) -> None:
    matter = not_filed(cast)
    said = matter.steps.get(code="refuse_filing").data["reason"]
    end(cast, matter, lodge(cast, matter), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新处理。")
    anew = Case.objects.get(instead_of__matter=matter).matter
    values = AGAIN | {"differs": "grounds", "reason": said}
    head = cast.people["agency_head"]
    # Whoever refuses again reads beside the form what was revoked.
    form = signed_in(head).get(f"/staff/matters/{anew.uid}/acts/cases.refuse_again/")
    assert all(words in form.content.decode() for words in ("被撤销的不予立案", said))
    assert_shut(Attempt(head, "cases.refuse_again", as_json(values), anew), 422, page=422)

    cast.do("agency_head", "cases.refuse_again", anew, **(values | {"differs": "procedure"}))

    assert fresh(anew).marking == ["not_filed"]


@pytest.mark.tampers
def test_the_database_refuses_no_filing_again_by_itself(cast: Cast) -> None:
    matter = not_filed(cast)
    said = matter.steps.get(code="refuse_filing").data["reason"]
    end(cast, matter, lodge(cast, matter), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新处理。")
    anew = Case.objects.get(instead_of__matter=matter).matter
    step = matter.steps.get(code="refuse_filing")

    def tried(at: Matter, **data: str) -> str:
        return refused(copied(step, matter_id=at.pk, seq=99, code="refuse_again", data=data))

    assert "guarded table matters_step" in tried(matter, **AGAIN)
    assert "guarded table matters_step" in tried(anew, reason="没有违法事实。")
    assert "guarded table matters_step" in tried(anew, differs="grounds", reason=said)
    assert "guarded table matters_step" in tried(anew, differs="facts", facts=said)
    assert tried(anew, differs="procedure", reason=said) == ""


def test_what_the_police_collected_is_given_back_when_their_list_falls() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    matter, _ = collected_from_a_child(cast)
    (taken,) = takings_of(matter).values()
    item = enter(cast, matter, taken.code)
    kinds = [one.challenged for one in contested(fresh(matter))]
    assert kinds == ["spared", "seizure", "collected"]
    one = contested(fresh(matter))[-1]
    row = lodge(cast, matter, against=one.paper.uid, applicant="party")
    assert unhandled(fresh(matter)) == [item]

    end(cast, matter, row, "revoked")

    assert takings_of(fresh(matter)) == {}
    assert unhandled(fresh(matter)) == []
    assert ("handler", "解除查封、扣押、登记保存，退还财物") in todos(matter)
    fallen = PaperOverturn.objects.get()
    back: dict[str, Any] = {"list": fallen.uid, "receiver": "监护人", "proof": "清单签收。"}
    day = cast.today - timedelta(1)
    with pytest.raises(InvalidInput, match="早于"):
        cast.do("handler", "remedies.return_collected", matter, returned_on=day, **back)
    cast.do("handler", "remedies.return_collected", matter, returned_on=cast.today, **back)
    assert matter.deadlines.get(code="remedy.give_back").state == "met"
    with pytest.raises(RuleBroken, match="没有已被撤销"):
        cast.do("handler", "remedies.return_collected", matter, returned_on=cast.today, **back)


@pytest.mark.tampers
def test_the_database_gives_back_what_fell_and_sells_none_of_it() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    matter, _ = collected_from_a_child(cast)
    (taken,) = takings_of(matter).values()
    item = enter(cast, matter, taken.code)
    one = contested(fresh(matter))[-1]
    end(cast, matter, lodge(cast, matter, against=one.paper.uid), "revoked")
    fallen = PaperOverturn.objects.get()
    officer = cast.people["handler"].pk
    said = {"receiver": "监护人", "proof": "签收", "entered_by_id": officer, "entered_at": cast.now}
    early = GoodsReturn(overturn=fallen, returned_on=cast.today - timedelta(1), **said)

    assert "guarded table remedies_goodsreturn" in refused(early)
    assert "guarded table payments_confiscateditem" in refused(copied(item))
    assert ConfiscatedItem.objects.count() == 1


@pytest.mark.tampers
def test_no_door_takes_a_remedy_against_what_reached_nobody_or_fell(cast: Cast) -> None:
    matter = spared(cast)
    row = lodge(cast, matter)
    filing = Document.objects.filter(matter=matter, kind="filing-approval").get()
    for values in (
        {"document_id": filing.pk},
        {"challenged": "seizure"},
        {"challenged": "not_filed"},
        {"challenged": "penalty"},
    ):
        assert refused(copied(row, kind="litigation", **values)), values
    assert refused(copied(row, kind="litigation")) == ""
    with pytest.raises(IntegrityError, match="remedy_orders"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(outcome="ordered")
    with pytest.raises(IntegrityError, match="remedy_changes"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(changed_fen=1)
    with pytest.raises(IntegrityError, match="remedy_stays"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(stayed_on=cast.today, stay_ground="停止")
    for wrong in (filing.uid, uuid4()):
        values = as_json(lodged(cast, matter, against=wrong, kind="litigation"))
        tried = Attempt(cast.people["handler"], "remedies.register", values, matter)
        assert_shut(tried, 404, page=422)
    end(cast, matter, row, "revoked")
    again = copied(row, state="lodged", outcome="", paper="", effective_on=None)
    assert "guarded table remedies_remedy" in refused(again)
    values = as_json(lodged(cast, matter))
    assert_shut(Attempt(cast.people["handler"], "remedies.register", values, matter), 409, page=422)


@pytest.mark.tampers
def test_the_database_makes_nothing_anew_that_nobody_ordered(cast: Cast) -> None:
    matter = spared(cast)
    row = lodge(cast, matter)
    end(cast, matter, row, "revoked")
    other = story.open_case(cast)
    own = case_of(other)

    assert "guarded table cases_case" in refused(
        copied(own, matter_id=story.open_case(cast).pk, instead_of_id=row.document_id)
    )


@pytest.mark.tampers
def test_an_order_to_correct_is_challenged_by_itself_and_ends_when_it_falls(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    ordered = order(cast, matter, days=5)
    paper = ordered.delivery.document
    assert [one.challenged for one in contested(fresh(matter))] == ["correction"]
    assert {until.against.paper for until in limits_of(fresh(matter))} == {paper}
    ordered.state, ordered.ended_on = "fell", cast.today
    with pytest.raises(DatabaseError), transaction.atomic():
        ordered.save()
    police.challenge(cast, fresh(matter), against=paper.uid)
    row = Remedy.objects.get()
    end = {"remedy": row.uid, "outcome": "revoked", "paper": PAPER, "note": "撤销。"}

    cast.do("agency_head", "remedies.record_result", matter, **end, effective_on=cast.today)

    ordered.refresh_from_db()
    assert (ordered.state, ordered.ended_on) == ("fell", cast.today)
    open_ = fresh(matter).deadlines.filter(state="open").values_list("code", flat=True)
    assert not {"correction-limit", "recheck-limit"} & set(open_)
    with pytest.raises(RuleBroken, match="失效"):
        police.challenge(cast, fresh(matter), against=paper.uid)
