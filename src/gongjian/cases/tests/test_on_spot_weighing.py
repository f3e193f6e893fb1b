"""A penalty on the spot whose cause is of the catalogue: cited, weighed and bounded there."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Case, Draft
from gongjian.cases.services import PenalizeOnSpot, SceneCircumstance
from gongjian.cases.services.scene_cause import scene_verdict
from gongjian.cases.services.scene_rows import items_of
from gongjian.cases.testing import Cast
from gongjian.catalog.queries import cause_on
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry

pytestmark = pytest.mark.django_db
MARKS, DISORDER = "price-marking", "unit-disorder"
BLANK: dict[str, Any] = {"cause": "", "violated": "", "basis": ""}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_scene_cast()


def marked(cast: Cast, code: str = MARKS, **values: Any) -> dict[str, Any]:
    """Return what is typed of a catalogued cause, its circumstances the mildest there are."""
    cause = cause_on(code, cast.today, "dazhou")
    assert cause is not None
    found = tuple(
        SceneCircumstance(item=c.code, value=next(iter(c.values)))
        for c in cause.circumstances.values()
    )
    return BLANK | {"cause_code": code, "circumstances": found} | values


def refused(cast: Cast, **values: Any) -> dict[str, str]:
    before = Entry.objects.count()
    with pytest.raises(InvalidInput) as caught:
        story.penalize(cast, **values)
    assert Entry.objects.count() == before
    assert not Case.objects.exists()
    return dict(caught.value.fields)


@pytest.mark.requirement("I8")
def test_cause_gives_name_articles_range_and_position(cast: Cast) -> None:
    matter = story.penalize(cast, **marked(cast))

    kept, cause = Draft.objects.get(), cause_on(MARKS, cast.today, "dazhou")
    assert cause is not None
    assert matter.title == Case.objects.get().cause == cause.name
    assert kept.cause_code == Case.objects.get().cause_code == MARKS
    assert "价格法" in kept.basis
    assert (kept.legal_low_fen, kept.legal_high_fen) == (0, 500_000)
    assert kept.benchmark["headline"].endswith("拟罚 50元：在该档之内")
    assert kept.benchmark["found"][0]["proof"] == story.STALL["evidence"]
    assert kept.discretion.startswith("经查，")
    assert kept.basis in Document.objects.get(kind="on-the-spot-decision").data


@pytest.mark.requirement("I8")
def test_what_the_ordinary_way_refuses_is_refused_on_the_spot(cast: Cast) -> None:
    known = marked(cast)
    party: dict[str, Any] = {"party": story.COMPANY | {"uscc": "91510800MA0000Q10Y"}}
    high = party | {"amount_fen": 290_000}

    assert "circumstances" in refused(cast, **known | {"circumstances": ()})
    deviation = refused(cast, **known, **high)["deviation_reason"]
    assert "高于该档上限" in deviation
    assert "没有偏离" in refused(cast, **known, deviation_reason="x")["deviation_reason"]
    assert "高于法定上限" in refused(cast, **known, **party, amount_fen=500_001)["amount_fen"]
    warned = refused(cast, **known, penalty="warning", amount_fen=None)
    assert "不在本案由的法定处罚种类" in warned["penalty"]
    other = refused(cast, **known | {"basis": story.STALL["basis"]})
    assert "转为普通程序" in other["basis"]
    assert "不能按裁量基准填写" in refused(cast, deviation_reason="x")["deviation_reason"]
    assert set(refused(cast, **BLANK)) == {"cause", "violated", "basis"}
    for strange in ("construction-dust", "no-such-cause", DISORDER):
        assert "目录中没有" in refused(cast, **known | {"cause_code": strange})["cause_code"]

    story.penalize(cast, **known, **high, deviation_reason="当事人为多家门店统一标价。")
    assert Draft.objects.get().deviates


def test_a_cause_of_public_order_makes_it_one_and_no_other_cause_does(home: object) -> None:
    force = story.make_scene_cast("lufeng", "public-security")
    story.police(force, "handler")
    typed = marked(force, DISORDER, penalty="warning", amount_fen=None)

    told = refused(force, **typed | {"cause_code": "lodging-identity"}, public_order=True)
    assert "不是违反治安管理" in told["cause_code"]

    matter = story.penalize(force, **typed, publication_told=False)
    assert (matter.domain, Case.objects.get().public_order) == ("public-order", True)
    assert weighed_while_typed(force, typed) == weighed_while_typed(force, typed, public_order=True)
    assert "治安管理处罚法" in Draft.objects.get().basis


def weighed_while_typed(cast: Cast, typed: dict[str, Any], **values: Any) -> str:
    """Return where the street page says that the penalty falls, before anything is sent."""
    known = story.STALL | {"acted_at": cast.now, "second": cast.people["second"].uid}
    cmd = PenalizeOnSpot(**(known | story.PERSON | typed | values))
    told = scene_verdict(cast.agency, cmd, items_of(cmd), cast.today)
    return told.headline if told else ""


def test_the_page_weighs_what_is_typed_as_the_act_will(cast: Cast) -> None:
    typed = marked(cast)

    assert weighed_while_typed(cast, typed).endswith("拟罚 50元：在该档之内")
    assert weighed_while_typed(cast, typed | BLANK | {"cause_code": ""}) == ""
    story.penalize(cast, **typed)
    assert Draft.objects.get().benchmark["headline"] == weighed_while_typed(cast, typed)


def test_own_words_for_the_cause_stay(cast: Cast) -> None:
    matter = story.penalize(cast, **marked(cast, cause="卖苹果没有标价"))
    assert matter.title == Case.objects.get().cause == "卖苹果没有标价"


def test_turned_to_the_ordinary_way_the_cause_goes_along(cast: Cast) -> None:
    names = ("facts", "evidence", "amount_fen", "place")
    typed = {name: story.STALL[name] for name in names} | story.PERSON
    matter = cast.do(
        "handler",
        "cases.turn_to_ordinary",
        **typed,
        cause_code=MARKS,
        acted_at=cast.now,
        second=cast.people["second"].uid,
    )

    assert Case.objects.get(matter=matter).cause_code == MARKS
