"""The agency takes its own surcharge back, and the court that was asked learns of it.

Source: 行政处罚法 第七十五条第二款; 行政强制法 第五十五条; 行政复议法 第六十三条、第六十五条.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import PaperOverturn
from gongjian.cases.queries import balance_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.asked import asked_of
from gongjian.payments.models import CourtApplication, CourtMessage, SurchargeCorrection
from gongjian.payments.services.demands import undelivered
from gongjian.payments.testing import receive, the_notice
from gongjian.remedies.contested import contested

from .doors import DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_remedies_beside import end, fresh, todos
from .test_remedies_surcharge import FINE, SAID, TEN_DAYS, against, impose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LESS = TEN_DAYS - 100_000
COURT = {"party_opinion": "未提出意见。", "assets": "银行账户一个。"}
TO_TELL = ("handler", "告知法院执行款项减少")


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def correcting(cast: Cast, matter: Matter, by: str = "agency_head", **values: Any) -> Attempt:
    last = the_notice(matter).surcharges.last()
    known: dict[str, Any] = {
        "surcharge": last.document.uid if last else matter.uid,
        "kind": "changed",
        "reason": "缴款期限的最后一日是休假日，多计算一日。",
        "stands_fen": LESS,
    }
    said = as_json({k: v for k, v in (known | values).items() if v is not None})
    return Attempt(cast.people[by], "remedies.correct_surcharge", said, fresh(matter))


REVOKED: dict[str, Any] = {"kind": "revoked", "stands_fen": None}


def imposed(cast: Cast) -> Matter:
    matter = story.decided_case(cast)
    impose(cast, matter, 10)
    return matter


@pytest.mark.parametrize("door", DOORS)
def test_every_door_lets_the_agency_lessen_its_surcharge(cast: Cast, door: str) -> None:
    matter = imposed(cast)

    assert DOORS[door](correcting(cast, matter)) == 200

    row = SurchargeCorrection.objects.get()
    assert (row.stands_fen, the_notice(matter).outstanding_fen) == (LESS, FINE + LESS)
    assert f'"stands":{LESS}' in row.document.data.replace(" ", "")
    story.sign_papers(cast, fresh(matter))
    assert undelivered(fresh(matter)) == [row]
    known = story.handed_over(cast) | {"paper": row.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **known)
    row.refresh_from_db()
    assert row.served_on == cast.today
    # Once only; what a review leaves of it then rests on what stands.
    assert_shut(correcting(cast, matter, stands_fen=1), 409, page=422)
    review = against(cast, matter, row.surcharge)
    with pytest.raises(Exception, match="不得作出更为不利"):
        end(cast, matter, review, "changed", surcharge_fen=LESS)
    end(cast, matter, review, "changed", surcharge_fen=LESS - 1)
    assert the_notice(matter).outstanding_fen == FINE + LESS - 1


def test_what_the_agency_revoked_is_owed_no_longer_nor_imposed_again(cast: Cast) -> None:
    matter = imposed(cast)
    receive(cast, matter, FINE + 100_000)

    assert DOORS["direct"](correcting(cast, matter, **REVOKED)) == 200

    money = balance_of(the_notice(matter).decision)
    assert (the_notice(matter).outstanding_fen, money.overpaid_fen) == (0, 100_000)
    fell = PaperOverturn.objects.get()
    assert (fell.ground, fell.effective_on) == ("withdrawn", cast.today)
    assert [one.fallen for one in contested(fresh(matter))] == [False, True]
    with pytest.raises(RuleBroken, match="已经全部加处"):
        cast.do("agency_head", "payments.impose_surcharge", matter, **SAID)
    page = signed_in(cast.people["handler"]).get(f"/staff/matters/{matter.uid}/?tab=remedies")
    assert "被本机关主动撤销" in page.content.decode()


def test_a_review_goes_on_after_the_agency_took_its_surcharge_back(cast: Cast) -> None:
    """Source: 行政复议法 第六十五条第二款第二项."""
    matter = imposed(cast)
    row = the_notice(matter).surcharges.get()
    review = against(cast, matter, row)
    assert DOORS["direct"](correcting(cast, matter, **REVOKED)) == 200

    end(cast, matter, review, "unlawful")

    assert the_notice(matter).outstanding_fen == FINE


@pytest.mark.parametrize(
    "values",
    [
        {"stands_fen": TEN_DAYS},
        {"stands_fen": TEN_DAYS + 1},
        {"stands_fen": None},
        {"kind": "revoked"},
    ],
)
def test_no_door_corrects_a_surcharge_to_more(cast: Cast, values: dict[str, Any]) -> None:
    assert_shut(correcting(cast, imposed(cast), **values), 422, page=422)


def test_nobody_who_handles_the_case_takes_it_back_nor_what_was_not_served(cast: Cast) -> None:
    matter = imposed(cast)
    assert_shut(correcting(cast, matter, by="handler"), 403)
    cast.wait(days=2)
    cast.do("agency_head", "payments.impose_surcharge", matter, **SAID)
    assert_shut(correcting(cast, matter), 404, page=422)


def in_court(cast: Cast) -> Matter:
    """Return a case whose fine and surcharge the court was asked to enforce."""
    matter = imposed(cast)
    notice = the_notice(matter)
    cast.wait(days=190)
    demand = cast.do("handler", "payments.make_demand", matter)
    story.sign_papers(cast, matter)
    known = story.handed_over(cast) | {"paper": demand.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **known)
    cast.wait(days=25)
    cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    assert the_notice(matter).pk == notice.pk
    return matter


def telling(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    known: dict[str, Any] = {
        "told_on": cast.today,
        "how": "函件，立案庭签收。",
        "because": "加处罚款决定已经变更。",
    }
    made = as_json(known | values)
    return Attempt(cast.people["handler"], "payments.tell_court", made, fresh(matter))


@pytest.mark.parametrize("door", DOORS)
def test_every_door_tells_the_court_that_less_is_owed(cast: Cast, door: str) -> None:
    matter = in_court(cast)
    assert_shut(telling(cast, matter), 409)
    assert TO_TELL not in todos(matter)
    cast.wait(days=1)
    assert DOORS["direct"](correcting(cast, matter)) == 200
    assert TO_TELL in todos(matter)
    asked = CourtApplication.objects.get().amount_fen
    page = f"/staff/matters/{matter.uid}/?tab=money"
    assert "款项减少，尚未告知法院" in signed_in(cast.people["handler"]).get(page).content.decode()

    assert DOORS[door](telling(cast, matter)) == 200

    told = CourtMessage.objects.get()
    assert told.asked_fen == asked - 100_000
    assert TO_TELL not in todos(matter)
    (shown,) = asked_of(the_notice(matter))
    assert (shown.now_fen, shown.lessened, shown.untold) == (asked - 100_000, True, False)
    assert_shut(telling(cast, matter), 409)


def test_a_result_after_the_application_is_told_again(cast: Cast) -> None:
    matter = in_court(cast)
    row = the_notice(matter).surcharges.get()
    review = against(cast, matter, row, delay_reason="未说明")
    cast.wait(days=1)
    end(cast, matter, review, "changed", surcharge_fen=LESS)
    assert TO_TELL in todos(matter)
    assert DOORS["direct"](telling(cast, matter)) == 200
    lawsuit = against(cast, matter, row, kind="litigation")
    cast.wait(days=1)
    end(cast, matter, lawsuit, "revoked")

    assert TO_TELL in todos(matter)
    assert DOORS["direct"](telling(cast, matter)) == 200

    first, second = CourtMessage.objects.order_by("id")
    assert second.asked_fen == first.asked_fen - LESS


def test_what_somebody_paid_is_no_news_for_the_court(cast: Cast) -> None:
    matter = in_court(cast)
    cast.wait(days=1)
    receive(cast, matter, 100_000)
    assert TO_TELL not in todos(matter)
    assert_shut(telling(cast, matter), 409)


def test_the_court_is_not_told_before_it_was_asked(cast: Cast) -> None:
    matter = in_court(cast)
    asked_on = CourtApplication.objects.get().applied_on
    cast.wait(days=1)
    assert DOORS["direct"](correcting(cast, matter)) == 200
    early = asked_on.replace(year=asked_on.year - 1)
    assert_shut(telling(cast, matter, told_on=early), 422, page=422)


@pytest.mark.tampers
def test_the_database_corrects_no_surcharge_and_tells_no_court_by_itself(cast: Cast) -> None:
    matter = in_court(cast)
    made = the_notice(matter).surcharges.get()
    row = SurchargeCorrection(
        notice=made.notice,
        surcharge=made,
        stands_fen=TEN_DAYS,
        reason="多计算。",
        document=the_notice(matter).document,
        decided_by=cast.people["agency_head"],
        decided_on=cast.today,
    )
    assert "guarded table payments_surchargecorrection" in refused(row)
    known = {"at": cast.now, "effective_on": cast.today, "paper": "没有的文书"}
    by_itself = PaperOverturn(document=made.document, ground="withdrawn", **known)
    assert "guarded table cases_paperoverturn" in refused(by_itself)
    asked = CourtApplication.objects.get()
    message = CourtMessage(
        application=asked,
        told_on=cast.today,
        how="函件。",
        because="变更。",
        asked_fen=1,
        entered_by=cast.people["handler"],
        entered_at=cast.now,
    )
    assert "guarded table payments_courtmessage" in refused(message)
    cast.wait(days=1)
    end(
        cast, matter, against(cast, matter, made, delay_reason="未说明"), "changed", surcharge_fen=9
    )
    assert "guarded table payments_surchargecorrection" in refused(copied(row, stands_fen=9))
    message.asked_fen = asked.amount_fen
    assert "guarded table payments_courtmessage" in refused(message)
    message.asked_fen = 1
    assert refused(message) == ""
