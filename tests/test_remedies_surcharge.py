"""Review and litigation against a surcharge, and against what is registered and kept."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.choices import LineKind, PaperGround
from gongjian.cases.models import AccountLine, PaperOverturn
from gongjian.cases.queries import balance_of, decision_of
from gongjian.cases.queries import case_of as the_case
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.models import PaymentNotice, SurchargeDecision
from gongjian.payments.queries import surcharge_of
from gongjian.payments.services.court import claimable
from gongjian.payments.testing import receive, the_notice
from gongjian.payments.window import window_of
from gongjian.remedies.contested import contested
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import limits_of, ordered_anew

from .doors import Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_remedies_beside import end, fresh, lodge, todos, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = 5_212_000
TEN_DAYS = FINE * 3 // 10
SAID: dict[str, Any] = {"opinion": "同意。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def impose(cast: Cast, matter: Matter, days: int, **said: Any) -> SurchargeDecision:
    """Impose the surcharge of so many late days and deliver its decision."""
    until = the_notice(matter).due_on + timedelta(days)
    cast.wait(days=(until - cast.today).days)
    row: SurchargeDecision = cast.do(
        "agency_head", "payments.impose_surcharge", matter, **(SAID | said)
    )
    story.sign_papers(cast, matter)
    known = story.handed_over(cast) | {"paper": row.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **known)
    return row


def against(cast: Cast, matter: Matter, row: SurchargeDecision, **values: Any) -> Remedy:
    return lodge(cast, matter, against=row.document.uid, applicant="party", **values)


def demand(cast: Cast, matter: Matter) -> Any:
    return cast.do("handler", "payments.make_demand", matter)


def result(cast: Cast, matter: Matter, row: Remedy, **values: Any) -> Attempt:
    said: dict[str, Any] = {
        "remedy": row.uid,
        "outcome": "changed",
        "paper": "青府复决〔2026〕9号",
        "effective_on": cast.today,
        "note": "见决定书。",
    }
    made = as_json(said | values)
    return Attempt(cast.people["unit_head"], "remedies.record_result", made, fresh(matter))


def test_a_surcharge_is_stayed_then_lessened_then_revoked_and_never_owed_again(cast: Cast) -> None:
    matter = story.decided_case(cast)
    row = impose(cast, matter, 10)
    kinds = [one.challenged for one in contested(fresh(matter))]
    assert kinds == ["penalty", "surcharge"]
    mine = [u for u in limits_of(fresh(matter)) if u.against.paper == row.document]
    assert [u.kind for u in mine] == ["review", "litigation"]
    window = window_of(the_notice(matter))

    review = against(cast, matter, row)

    assert (review.challenged, review.decision_id) == ("surcharge", None)
    # Its days bear no surcharge; the court's window for the fine does not move.
    assert window_of(the_notice(matter)) == window
    cast.wait(days=5)
    assert surcharge_of(the_notice(matter), cast.today).amount_fen < TEN_DAYS
    assert demand(cast, matter).surcharge_fen == 0
    stay = {"remedy": review.uid, "stayed_on": cast.today, "ground": "停止执行通知书。"}
    cast.do("unit_head", "remedies.grant_stay", matter, **stay)
    paper = demand(cast, matter)
    assert paper.document.data.count(f"{TEN_DAYS // 100:,}") == 0
    assert paper.principal_fen == FINE

    end(cast, matter, review, "changed", surcharge_fen=TEN_DAYS - 50_000)

    assert the_notice(matter).outstanding_fen == FINE + TEN_DAYS - 50_000
    lawsuit = against(cast, matter, row, kind="litigation")
    with pytest.raises(InvalidInput, match="不得作出更为不利"):
        end(cast, matter, lawsuit, "changed", surcharge_fen=TEN_DAYS - 50_000)
    receive(cast, matter, FINE + 100_000)
    end(cast, matter, lawsuit, "revoked")

    money = balance_of(the_notice(matter).decision)
    assert (the_notice(matter).outstanding_fen, money.overpaid_fen) == (0, 100_000)
    assert decision_of(the_case(fresh(matter))) == the_notice(matter).decision
    assert ordered_anew(matter) is None
    with pytest.raises(RuleBroken, match="已经全部加处"):
        cast.do("agency_head", "payments.impose_surcharge", matter, **SAID)
    with pytest.raises(RuleBroken, match="失效"):
        against(cast, matter, row)
    page = signed_in(cast.people["handler"]).get(f"/staff/matters/{matter.uid}/?tab=remedies")
    assert "对加处罚款决定不服" in page.content.decode()
    assert f"{row.document}自" in page.content.decode()


def test_what_is_ordered_to_be_decided_anew_is_imposed_again_only_with_other_reasons(
    cast: Cast,
) -> None:
    matter = story.decided_case(cast)
    row = impose(cast, matter, 10)
    end(cast, matter, against(cast, matter, row), "remade")
    notice = the_notice(matter)
    assert notice.outstanding_fen == FINE
    # Nobody asks for what only a new decision may impose; the case itself is not made anew.
    assert (demand(cast, matter).surcharge_fen, ordered_anew(matter)) == (0, None)
    tried = Attempt(cast.people["agency_head"], "payments.impose_surcharge", as_json(SAID), matter)
    assert_shut(tried, 422, page=422)

    again = impose(cast, matter, 12, anew="扣除了分期缴纳的部分。")

    assert again.amount_fen == again.total_fen
    assert "扣除了分期缴纳" in again.document.data
    assert the_notice(matter).outstanding_fen == FINE + again.amount_fen
    with pytest.raises(InvalidInput, match="不填"):
        impose(cast, matter, 20, anew="再来一次。")
    assert claimable(notice, cast.today)


@pytest.mark.parametrize(
    "values",
    [
        {"surcharge_fen": TEN_DAYS},
        {"surcharge_fen": TEN_DAYS + 1},
        {},
        {"outcome": "upheld", "surcharge_fen": 1},
    ],
)
def test_no_door_changes_a_surcharge_to_more(cast: Cast, values: dict[str, Any]) -> None:
    matter = story.decided_case(cast)
    row = against(cast, matter, impose(cast, matter, 10))

    assert_shut(result(cast, matter, row, **values), 422, page=422)


@pytest.mark.tampers
def test_the_database_lets_off_revokes_and_imposes_nothing_by_itself(cast: Cast) -> None:
    matter = story.decided_case(cast)
    made = impose(cast, matter, 10)
    row = against(cast, matter, made)
    notice: PaymentNotice = the_notice(matter)
    for more in (TEN_DAYS, TEN_DAYS + 1, 0):
        with pytest.raises(IntegrityError, match="guarded"), transaction.atomic():
            Remedy.objects.filter(pk=row.pk).update(changed_fen=more)
    known = {"at": cast.now, "effective_on": cast.today, "paper": "没有的文书"}
    fell = PaperOverturn(document=made.document, ground=PaperGround.REVOKED, **known)
    assert "guarded table cases_paperoverturn" in refused(fell)
    line = AccountLine(
        decision=notice.decision,
        kind=LineKind.RELIEVED,
        amount_fen=1,
        happened_on=cast.today,
        reference="没有的文书",
        at=cast.now,
    )
    assert "guarded table cases_accountline" in refused(line)
    penalty = contested(fresh(matter))[0].paper
    for wrong in (
        {"document_id": penalty.pk},
        {"challenged": "preserved", "proceeding_id": None},
        {"proceeding_id": None},
    ):
        assert refused(copied(row, kind="litigation", **wrong)), wrong
    end(cast, matter, row, "revoked")
    twice = copied(made, document_id=notice.document_id)
    assert "guarded table payments_surchargedecision" in refused(twice)


@pytest.mark.parametrize("outcome", ["revoked", "unlawful"])
def test_what_was_registered_and_kept_is_to_be_given_back_at_once(cast: Cast, outcome: str) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    wanted = {"items": "台账2册", "reason": "正在更换记录。"}
    cast.do("handler", "cases.propose_preservation", matter, **wanted)
    cast.do("agency_head", "cases.approve_preservation", matter, **wanted, **SAID)
    paper = typed(cast, matter, "preservation-notice")
    row = lodge(cast, matter, applicant="party")
    assert (row.challenged, row.document) == ("preserved", paper)
    with pytest.raises(InvalidInput, match="变更只登记"):
        end(cast, matter, row, "changed", surcharge_fen=1)

    end(cast, matter, row, outcome)

    limit = matter.deadlines.get(code="remedy.give_back")
    assert (limit.state, limit.due_on) == ("open", cast.today)
    assert ("handler", "解除查封、扣押、登记保存，退还财物") in todos(matter)
    assert [one.fallen for one in contested(fresh(matter))] == [outcome == "revoked"]
    typed(cast, fresh(matter), "preservation-disposal", preservation_number=paper.number)
    limit.refresh_from_db()
    assert limit.state == "met"
