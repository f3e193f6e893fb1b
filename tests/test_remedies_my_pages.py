"""What a result did is told to the party itself, and agrees with money, figures and the closing."""

import html
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast
from gongjian.insight.models import CountedDecision
from gongjian.insight.tallying import recount
from gongjian.matters.models import Matter
from gongjian.payments.testing import receive

from .doors import DOORS, told_by
from .test_doors_changed import PAPER, changing, fining, fresh
from .test_remedies import end, lodge
from .test_remedies_papers_changed import lodge as challenge
from .test_remedies_papers_changed import ordered, taken
from .test_remedies_papers_changed import result as ended
from .test_remedies_surcharge_corrected import correcting, imposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def ordinary() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def mine(cast: Cast, matter: Matter) -> str:
    """Return what the party reads of its case."""
    row = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    client = Client()
    known = {"number": case_number(fresh(matter)), "code": row.__dict__["plain"]}
    assert client.post("/my/enter", known).status_code == 302
    return html.unescape(client.get("/my/").content.decode())


def test_a_fine_that_came_instead_of_a_detention_is_told_counted_and_closed(cast: Cast) -> None:
    attempt = fining(cast)
    assert attempt.matter is not None
    assert DOORS["direct"](attempt) == 200
    matter = fresh(attempt.matter)

    told = mine(cast, matter)

    assert f"起变更（{PAPER}），现为：罚款人民币" in told
    assert "行政拘留" not in told
    assert "500.00元" in told
    receive(cast, matter, 50_000)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    assert ("agency_head", "批准结案") not in set(fresh(matter).todos.values_list("role", "step"))
    cast.do("publication_checker", "publicity.withhold", matter)
    assert {"executed", "sealed"} <= set(fresh(matter).marking)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")
    assert fresh(matter).marking == ["closed"]
    counted = CountedDecision.objects.get()
    assert (counted.kinds, counted.fen, recount()) == ("fine", 50_000, 0)


def test_a_lessened_penalty_is_told(cast: Cast) -> None:
    attempt = changing(cast, detention={"days": 3}, fine={"fell": True})
    assert attempt.matter is not None
    assert DOORS["direct"](attempt) == 200

    told = mine(cast, attempt.matter)

    assert "现为：行政拘留三日。" in told


def test_a_revoked_penalty_is_told(cast: Cast) -> None:
    attempt = changing(cast, detention={"days": 3})
    matter = attempt.matter
    assert matter is not None
    assert "复议、诉讼和机关改正的结果" not in mine(cast, matter)
    assert DOORS["direct"](attempt) == 200
    cast.wait(days=1)
    end(
        cast,
        fresh(matter),
        lodge(cast, matter, "litigation"),
        "revoked",
        paper="（2026）示1行初1号",
    )

    told = mine(cast, matter)

    assert "起失效（（2026）示1行初1号），不再执行" in told
    assert "现为：" not in told


def test_what_was_forfeited_less_is_told(cast: Cast) -> None:
    matter, lost = taken(cast)
    row = challenge(cast, matter, lost.paper)
    assert DOORS["direct"](ended(cast, matter, row, forfeited_fen=60_000)) == 200

    assert "没收的数额为600.00元" in mine(cast, matter)


def test_what_is_to_be_corrected_now_is_told(ordinary: Cast) -> None:
    matter, one = ordered(ordinary)
    row = challenge(ordinary, matter, one.delivery.document)
    known = {"requirement": "清理东侧堆场。", "correct_by": ordinary.today + timedelta(20)}
    assert DOORS["direct"](ended(ordinary, matter, row, **known)) == 200

    assert "改正的内容为：清理东侧堆场。；改正期限至" in mine(ordinary, matter)


def test_a_surcharge_that_the_agency_revoked_is_told(ordinary: Cast) -> None:
    matter = imposed(ordinary)
    assert DOORS["direct"](correcting(ordinary, matter, kind="revoked", stands_fen=None)) == 200

    assert "加处罚款决定书" in mine(ordinary, matter)
    assert "起失效（" in mine(ordinary, matter)
