"""A deputy is detained: his congress permits it before, that of a township is told at once.

Source: 公安机关办理行政案件程序规定 第一百七十四条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.public_order.deputies import Deputy, DeputyPermit, DeputyReport
from gongjian.cases.public_order.models import DetentionExecution, DetentionOrder
from gongjian.cases.public_order.permitting import unreported
from gongjian.cases.queries import case_of, latest_draft, latest_review
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .commands.standing import NOBODY
from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied, decision_for
from .test_doors_deposit import takes
from .test_doors_public_order import decided, filed, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
COUNTY = {"congress": "禄安市人民代表大会", "level": "upper", "deputy_found_by": "代表证"}
TOWN = {"congress": "金山镇人民代表大会", "level": "township", "deputy_found_by": "代表证"}
NONE = COUNTY | {"level": "none"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def deputy(cast: Cast, matter: Matter, of: dict[str, str] = COUNTY) -> Matter:
    cast.do("handler", "cases.note_deputy", matter, **of)
    return matter


def to_decide(cast: Cast, *congresses: dict[str, str], **person: Any) -> Matter:
    """Carry a case with five days of detention to where it is decided."""
    matter = told(cast, filed(cast), police.DETENTION, **person)
    for of in congresses:
        deputy(cast, matter, of)
    return matter


def permit(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    waiting = Deputy.objects.filter(case__matter=matter, level="upper").last()
    known = {
        "deputy": waiting.uid if waiting else NOBODY,
        "body": "committee",
        "permit_number": "禄人常〔2026〕1号",
        "granted_on": cast.today,
    }
    return Attempt(
        cast.people["handler"], "cases.record_deputy_permit", as_json(known | values), matter
    )


def permitted(cast: Cast, *congresses: dict[str, str]) -> Matter:
    matter = to_decide(cast, *(congresses or (COUNTY,)))
    assert DOORS["direct"](permit(cast, matter)) == 200
    return matter


def decide(cast: Cast, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    said = as_json(
        {"draft_hash": draft.draft_hash, "opinion": "同意。", "check_answers": "已核对。"}
    )
    return Attempt(cast.people["agency_head"], "cases.decide_public_order", said, matter)


def detained(cast: Cast, *congresses: dict[str, str]) -> Matter:
    matter = decided(cast, filed(cast), police.DETENTION)
    for of in congresses:
        deputy(cast, matter, of)
    return matter


def execute(cast: Cast, matter: Matter) -> Attempt:
    said = {
        "taken_in_on": cast.today,
        "house": "禄安市拘留所",
        "receipt_number": "执1",
        "family_told": "其妻，电话",
        "family_told_on": cast.today,
    }
    return Attempt(cast.people["handler"], "cases.execute_detention", as_json(said), matter)


def report(cast: Cast, matter: Matter, by: str = "agency_head", **values: Any) -> Attempt:
    waiting = Deputy.objects.filter(case__matter=matter, level="township").last()
    known = {
        "deputy": waiting.uid if waiting else NOBODY,
        "reported_on": cast.today,
        "way": "电话报告，董示例接听",
    }
    return Attempt(cast.people[by], "cases.report_deputy", as_json(known | values), matter)


def performed(cast: Cast) -> Matter:
    matter = detained(cast, TOWN)
    assert DOORS["direct"](execute(cast, matter)) == 200
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    return matter


def close(cast: Cast, matter: Matter) -> Attempt:
    opinion = as_json({"opinion": "同意结案。"})
    return Attempt(cast.people["agency_head"], "cases.close_case", opinion, matter)


def early(cast: Cast) -> Attempt:
    matter = detained(cast, TOWN)
    return report(cast, matter, reported_on=cast.today - timedelta(days=1))


def reported_twice(cast: Cast) -> Attempt:
    matter = detained(cast, TOWN)
    assert DOORS["direct"](report(cast, matter)) == 200
    return report(cast, matter)


def noted_twice(cast: Cast) -> Attempt:
    matter = deputy(cast, filed(cast))
    return Attempt(cast.people["handler"], "cases.note_deputy", as_json(COUNTY), matter)


def noted_by_the_head(cast: Cast) -> Attempt:
    return Attempt(cast.people["agency_head"], "cases.note_deputy", as_json(COUNTY), filed(cast))


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "unpermitted": (lambda cast: decide(cast, to_decide(cast, COUNTY)), 409),
    "of two counties one permits": (
        lambda cast: decide(
            cast, permitted(cast, COUNTY | {"congress": "云州市人民代表大会"}, COUNTY)
        ),
        409,
    ),
    "of nobody knows which congress": (
        lambda cast: decide(cast, to_decide(cast, deputy=True)),
        409,
    ),
    "taken in unpermitted": (lambda cast: execute(cast, detained(cast, COUNTY)), 409),
    "permitted where none waits": (lambda cast: permit(cast, to_decide(cast, TOWN)), 409),
    "permitted without a number": (
        lambda cast: permit(cast, to_decide(cast, COUNTY), permit_number=""),
        422,
    ),
    "permitted tomorrow": (
        lambda cast: permit(
            cast, to_decide(cast, COUNTY), granted_on=cast.today + timedelta(days=1)
        ),
        422,
    ),
    "noted twice": (noted_twice, 409),
    "noted by no other": (noted_by_the_head, 403),
    "told of before the decision": (early, 422),
    "told of twice": (reported_twice, 409),
    "told by the handler": (lambda cast: report(cast, detained(cast, TOWN), by="handler"), 403),
    "no close before the report": (lambda cast: close(cast, performed(cast)), 409),
}


# The page offers no congress that does not wait.
NOT_OFFERED = {"permitted where none waits", "told of twice"}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status, **({"page": 422} if gate in NOT_OFFERED else {}))


@pytest.mark.parametrize("door", DOORS)
def test_every_door_detains_a_deputy_whose_congress_permits(cast: Cast, door: str) -> None:
    matter = to_decide(cast, COUNTY, TOWN)

    assert DOORS[door](permit(cast, matter)) == 200
    assert DOORS[door](decide(cast, matter)) == 200
    assert DOORS[door](report(cast, Matter.objects.get(pk=matter.pk))) == 200

    decision = Decision.objects.get()
    assert DeputyPermit.objects.get().granted_on <= decision.decided_on
    assert DeputyReport.objects.get().decision == decision
    assert unreported(case_of(matter), decision) == []


def test_who_is_no_deputy_any_more_and_who_is_fined_only_need_no_permission(cast: Cast) -> None:
    ended = to_decide(cast, COUNTY, NONE)
    assert DOORS["direct"](decide(cast, ended)) == 200

    decided(cast, deputy(cast, filed(cast)), police.FINE_500)


@pytest.mark.tampers
def test_the_database_detains_no_deputy_whose_congress_is_not_asked(cast: Cast) -> None:
    matter = detained(cast)
    order = DetentionOrder.objects.get()
    other = to_decide(cast)
    forged = forged_decision(other, order.decision)
    assert takes(copied(order, decision_id=forged.pk))

    deputy(cast, matter)
    deputy(cast, other)
    assert not takes(copied(order, decision_id=forged.pk))
    assert not takes(taken_in(cast, order))

    assert DOORS["direct"](permit(cast, matter)) == 200
    row = DeputyPermit.objects.get()
    assert takes(taken_in(cast, order))
    waiting = Deputy.objects.get(case=case_of(other))
    after = forged.decided_on + timedelta(days=1)
    with transaction.atomic():
        copied(row, deputy_id=waiting.pk, granted_on=after).save()
        assert not takes(copied(order, decision_id=forged.pk))
        transaction.set_rollback(True)
    copied(row, deputy_id=waiting.pk, granted_on=forged.decided_on).save()
    assert takes(copied(order, decision_id=forged.pk))
    town = Deputy.objects.get(pk=cast.do("handler", "cases.note_deputy", matter, **TOWN).pk)
    assert not takes(copied(row, deputy_id=town.pk))
    assert not takes(copied(row, deputy_id=town.pk, number=""))


def forged_decision(matter: Matter, like: Decision) -> Decision:
    """Put a decision as it stands on what was drafted, told and reviewed, past the service."""
    review = latest_review(case_of(matter))
    known = {"review_id": review.pk, "reviewed_hash": review.draft_hash} if review else {}
    made = decision_for(matter, like, **known)
    made.save()
    return made


def taken_in(cast: Cast, order: DetentionOrder) -> DetentionExecution:
    paper = Document.objects.filter(matter=order.decision.case.matter)[0]
    return DetentionExecution(
        order=order,
        executable=True,
        credited_days=0,
        taken_in_on=cast.today,
        until_on=cast.today + timedelta(days=5),
        house="禄安市拘留所",
        receipt_number="1",
        family_notice=paper,
        family_told="其妻",
        family_told_on=cast.today,
    )


def test_the_database_closes_no_case_before_the_township_knows(cast: Cast) -> None:
    matter = performed(cast)
    end = copied(matter.steps.order_by("-seq").first(), code="close", seq=matter.seq + 1)
    assert not takes(end)
    inbox = dict(matter.todos.values_list("role", "step"))
    assert inbox["agency_head"] == "向乡镇人大报告拘留代表"

    assert DOORS["direct"](report(cast, matter)) == 200

    row = DeputyReport.objects.get()
    assert not takes(copied(row, reported_on=cast.today - timedelta(days=1)))
    county = cast.do("handler", "cases.note_deputy", detained(cast), **COUNTY)
    assert not takes(copied(row, deputy_id=county.pk))
    end.seq = Matter.objects.get(pk=matter.pk).seq + 1
    assert takes(end)
    assert DOORS["direct"](close(cast, Matter.objects.get(pk=matter.pk))) == 200
