"""Each gate of the procedure on the spot, at every door and in the database itself."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import (
    Case,
    Collection,
    Decision,
    Delivery,
    Draft,
    Notice,
    OnSpot,
    Performance,
)
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer

from .doors import DOORS, Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PENALIZE = "cases.penalize_on_spot"


MILD = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}
# A cause of the catalogue; its circumstances, the mildest, ask for a fine in the lenient step.
MARKS: dict[str, Any] = {
    "cause_code": "price-marking",
    "cause": "",
    "violated": "",
    "basis": "",
    "circumstances": [{"item": code, "value": value} for code, value in MILD.items()],
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_scene_cast("dazhou", "market", accounts=True)
    with told_by(made):
        yield made


# --- the doors ----------------------------------------------------------------------------------


def scene(**changes: Any) -> Callable[[Cast], Attempt]:
    """Try a penalty on the spot that is lawful but for these changes."""

    def attempt(cast: Cast) -> Attempt:
        known: dict[str, Any] = story.STALL | story.PERSON
        known |= {"acted_at": cast.now, "second": cast.people["second"].uid}
        cast.wait(minutes=5)
        return Attempt(cast.people["handler"], PENALIZE, as_json(known | changes))

    return attempt


def by_office(office: str) -> Callable[[Cast], Attempt]:
    def attempt(cast: Cast) -> Attempt:
        tried = scene()(cast)
        return Attempt(cast.people[office], tried.code, tried.command)

    return attempt


def without_certificate(cast: Cast) -> Attempt:
    bare = make_officer(cast.agency, certificate=False, account=True)
    tried = scene()(cast)
    return Attempt(bare, tried.code, tried.command)


def same_officer_twice(cast: Cast) -> Attempt:
    return scene(second=cast.people["handler"].uid)(cast)


def after(
    step: str, office: str, code: str, *, fine: int = 5_000, **values: Any
) -> Callable[[Cast], Attempt]:
    """Try an act on a case that was settled on the spot (`step`: then collected)."""

    def attempt(cast: Cast) -> Attempt:
        matter = story.penalize(cast, amount_fen=fine)
        if step == "collected":
            story.collect(cast, matter)
        return Attempt(cast.people[office], code, as_json(values), matter)

    return attempt


SMALL: dict[str, Any] = {"ground": "small", "receipt_number": "川财1"}
GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "two officers": (scene(second=None), 409),
    "two different officers": (same_officer_twice, 409),
    "no police officer alone": (
        scene(second=None, public_order=True, alone_agreed=True, recording="A1"),
        409,
    ),
    "certificate": (without_certificate, 409),
    "fine of a person within the limit": (scene(amount_fen=20_001), 409),
    "no minor": (scene(minor=True), 409),
    "no case for review": (scene(complex=True), 409),
    "facts certain": (scene(certain=False), 409),
    "within the benchmark of its cause": (scene(**MARKS, amount_fen=160_000), 422),
    "by the articles of its cause": (scene(**MARKS | {"basis": story.STALL["basis"]}), 422),
    "party told": (scene(told=False), 422),
    "party heard": (scene(spoke="spoke", said="太重"), 422),
    "publication told": (scene(publication_told=False), 422),
    "told in words it understands": (scene(needs_interpreter=True), 422),
    "refusal noted": (scene(refused=True), 422),
    "only who handles": (by_office("agency_head"), 403),
    "no cash above the limit": (
        after("fined", "handler", "cases.collect_on_spot", **SMALL, fine=15_000),
        422,
    ),
    "no cash in another's case": (
        after("fined", "publisher", "cases.collect_on_spot", **SMALL),
        403,
    ),
    "no bank before the agency": (
        after("collected", "unit_head", "cases.bank_fine", bank_receipt="x"),
        409,
    ),
    "no end before report and payment": (
        after("fined", "agency_head", "cases.close_case", opinion="同意。"),
        409,
    ),
    "no review of what is decided": (
        after("fined", "handler", "review.submit", summary="请审。"),
        409,
    ),
    "no second decision": (
        after(
            "fined", "agency_head", "cases.issue_decision", draft_hash="0" * 64, opinion="同意。"
        ),
        409,
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]
    tried = prepare(cast)

    if gate == "two different officers":
        assert_shut(tried, status, page=422)  # the page does not even list him
    else:
        assert_shut(tried, status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_for_a_lawful_penalty(cast: Cast, door: str) -> None:
    tried = scene()(cast)

    assert DOORS[door](tried) == 200
    assert Decision.objects.get().on_spot is not None


# --- the database -------------------------------------------------------------------------------


class TakenBackError(Exception):
    """Ends an insertion that the database accepted: nothing of it stays."""


def accepted(row: Any) -> bool:
    """Tell whether the database takes a row that somebody wrote by hand."""
    try:
        with transaction.atomic():
            row.save()
            raise TakenBackError
    except TakenBackError:
        return True
    except IntegrityError:
        return False


def copied(row: Any, **changes: Any) -> Any:
    fields = [f.attname for f in row._meta.concrete_fields if f.attname not in {"id", "uid"}]
    return type(row)(**({name: getattr(row, name) for name in fields} | changes))


def another(cast: Cast, **values: Any) -> tuple[Case, Draft]:
    """Return an ordinary case with its draft, to which a forger could hang rows."""
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast, **values)))
    case = case_of(matter)
    return case, case.drafts.get()


ON_SPOT: Mapping[str, Mapping[str, Any]] = {
    "alone": {"second_id": None},
    "alone without recording": {"second_id": None, "public_order": True, "alone_agreed": True},
    "alone without consent": {"second_id": None, "public_order": True, "recording": "A1"},
    "above the limit": {"fine_fen": 20_001},
    "below nothing": {"fine_fen": -1},
    "not told": {"told": False},
    "not heard": {"heard": False},
    "no identity": {"identity_shown": ""},
    "minor": {"minor": True},
    "for review": {"review_required": True},
    "for hearing": {"hearing_right": True},
    "publication untold": {"publication_told": False},
    "told in no words": {"needs_interpreter": True, "interpreter": ""},
    "refusal unnoted": {"refused": True, "refusal": ""},
}


def test_the_database_refuses_what_is_not_lawful_on_the_spot(cast: Cast) -> None:
    story.penalize(cast)
    case, draft = another(cast)
    made = OnSpot.objects.get()
    known = {"case_id": case.pk, "draft_id": draft.pk, "scene": cast.people["second"].uid}
    forged = {name: copied(made, **known, **changes) for name, changes in ON_SPOT.items()}
    forged["one twice"] = copied(made, **known, second_id=made.lead_id)

    assert accepted(copied(made, **known))
    assert [name for name, row in forged.items() if accepted(row)] == []


def test_the_database_takes_no_vice_on_the_spot_from_the_police(cast: Cast) -> None:
    """Source: 公安机关办理行政案件程序规定 第三十七条第二款."""
    story.penalize(cast)
    case, draft = another(cast, cause="涉嫌赌博")
    known = {"case_id": case.pk, "draft_id": draft.pk, "scene": cast.people["second"].uid}
    spot = copied(OnSpot.objects.get(), **known)

    assert accepted(spot)
    assert not accepted(copied(spot, public_order=True))


def test_a_decision_on_the_spot_rests_on_the_row_of_its_own_draft(cast: Cast) -> None:
    matter = story.penalize(cast)
    case, draft = another(cast)
    made = Decision.objects.get()
    paper = case.inspections.get().document
    known = {
        "case_id": case.pk,
        "draft_id": draft.pk,
        "document_id": paper.pk,
        "decided_by_id": draft.drafted_by_id,
        "drafted_by_id": draft.drafted_by_id,
    }

    assert matter.decided_on == made.decided_on
    # Another's row, and none at all: then the drafter may not decide.
    assert not accepted(copied(made, **known))
    assert not accepted(copied(made, **known, on_spot_id=None))


def test_a_notice_is_on_paper_or_was_heard(cast: Cast) -> None:
    story.penalize(cast)
    made = Notice.objects.get()

    assert accepted(copied(made))
    assert not accepted(copied(made, oral=False))
    assert not accepted(copied(made, served_on=None))
    assert not accepted(copied(made, hearing_right=True))


def test_a_refused_delivery_is_noted_or_witnessed(cast: Cast) -> None:
    story.penalize(cast)
    case, _ = another(cast)
    paper = case.inspections.get().document_id
    made = Delivery.objects.get()
    known = {"case_id": case.pk, "document_id": paper, "receipt_id": paper, "refused": True}

    assert accepted(copied(made, **known, note="拒签"))
    assert not accepted(copied(made, **known, note=""))


def test_money_goes_only_the_way_of_the_law(cast: Cast) -> None:
    matter = story.collect(cast, story.penalize(cast))
    other = story.penalize(cast)
    case = case_of(other)
    made = Collection.objects.get()
    decision = Decision.objects.get(case=case)
    head, lead = cast.people["unit_head"], cast.people["handler"]
    later = made.collected_at + timedelta(hours=2)
    known: dict[str, Any] = {"case_id": case.pk, "decision_id": decision.pk}
    known["receipt_number"] = "B1"
    handed: dict[str, Any] = {
        "handed_in_at": later,
        "handed_in_by_id": lead.pk,
        "received_by_id": head.pk,
    }
    banked: dict[str, Any] = {"banked_at": later, "banked_by_id": head.pk, "bank_receipt": "x"}
    wrong: dict[str, dict[str, Any]] = {
        "nothing": {"amount_fen": 0},
        "no receipt": {"receipt_number": ""},
        "a used receipt": {"receipt_number": made.receipt_number},
        "above the limit": {"amount_fen": 10_001},
        "hard later without reasons": {"ground": "hard_later"},
        "remote, not asked for": {"ground": "remote", "ground_note": "山区"},
        "objected": {"public_order": True},
        "handed to oneself": handed | {"received_by_id": lead.pk},
        "handed back to who took it": handed
        | {"handed_in_by_id": head.pk, "received_by_id": made.collected_by_id},
        "handed to nobody": {"handed_in_at": later},
        "handed before taken": handed | {"handed_in_at": later - timedelta(days=1)},
        "banked before handed in": banked,
        "banked by who took it": handed | banked | {"banked_by_id": made.collected_by_id},
        "banked without slip": handed | banked | {"bank_receipt": ""},
    }

    assert accepted(copied(made, **known, **handed, **banked))
    assert [n for n, changes in wrong.items() if accepted(copied(made, **(known | changes)))] == []
    assert matter.pk != other.pk


def test_no_performance_in_cash_without_its_collection(cast: Cast) -> None:
    story.collect(cast, story.penalize(cast))
    other = case_of(story.penalize(cast))
    made = Performance.objects.get()

    assert not accepted(copied(made, case_id=other.pk, collection_id=None))
    assert not accepted(copied(made, case_id=other.pk, way="bank"))
    assert accepted(copied(made, case_id=other.pk, way="bank", collection_id=None))
    assert Matter.objects.count() == 2
