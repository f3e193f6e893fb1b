"""What may identify somebody is decided by two persons, one find after the other."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Decision
from gongjian.cases.testing import PERSON, Cast, make_cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.publicity.choices import Choice
from gongjian.publicity.models import PublicItem, Redaction, Release
from gongjian.publicity.proposals import proposals
from gongjian.publicity.redaction import redact
from gongjian.publicity.services import RedactionChoice
from gongjian.publicity.testing import confirm_all, draft, hide_all

pytestmark = pytest.mark.django_db
CHECKER = "publication_checker"
TOLD = "当事人张示例到场，证人李四陈述属实，安示例签收，电话13800138000。"


def told_case(cast: Cast) -> Matter:
    """Return a delivered case whose facts hold known, certain and merely likely finds."""
    matter = story.file_case(cast, story.open_case(cast, party=PERSON))
    story.investigate(cast, matter, facts=TOLD, discretion="从轻处罚。")
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)
    return matter


def publish(cast: Cast, matter: Matter, release: Release, chosen: Any) -> Any:
    values = {"release": release.uid, "compared": True, "redactions": chosen}
    return cast.do(CHECKER, "publicity.publish_decision", matter, **values)


def test_what_is_known_is_certain_and_what_is_guessed_is_only_proposed() -> None:
    _, hidden = redact(TOLD, [])

    assert {(h.what, h.asked) for h in hidden} == {
        ("姓名", True),
        ("手机号码", False),
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("由王示例签收", "王示例"),
        ("，赵某签收", ""),
        ("现场，马上到场处置", ""),
        ("许可证（副本）过期", ""),
        ("，刘示例（店长）", "刘示例"),
    ],
)
def test_a_name_before_what_people_do_is_a_weak_proposal(text: str, name: str) -> None:
    _, hidden = redact(text, [])

    assert [text[h.at : h.at + h.length] for h in hidden] == ([name] if name else [])


def test_what_people_spare_stays_and_the_rest_is_hidden() -> None:
    text = "证人李四陈述，安示例签收，电话13800138000"
    at = text.index("安示例")

    shown, _ = redact(text, [], spared=[(at, at + 3), (text.index("1"), len(text))])

    assert shown == "证人某某陈述，安示例签收，电话×××"


@pytest.mark.requirement("P13")
def test_nothing_is_public_before_two_persons_have_decided_each_proposal() -> None:
    cast = make_cast()
    matter = told_case(cast)
    asked = hide_all(matter)
    assert len(asked) == 2

    with pytest.raises(InvalidInput, match="没有决定"):
        draft(cast, matter, redactions=asked[:1])
    kept = RedactionChoice(asked[1].item, Choice.KEEP)
    release = draft(cast, matter, redactions=(asked[0], kept))
    for chosen in ((), asked[:1], asked):
        with pytest.raises(InvalidInput):
            publish(cast, matter, release, chosen)
    assert not PublicItem.objects.exists()

    item = publish(cast, matter, release, confirm_all(release))

    rows = list(Redaction.objects.order_by("id"))
    people = cast.people["publisher"].pk, cast.people[CHECKER].pk
    assert item.data["facts"] == "当事人张某到场，证人某某陈述属实，安示例签收，电话×××。"
    assert [(r.chosen_by_id, r.confirmed_by_id) for r in rows] == [people] * 2
    assert [r.confirmed for r in rows] == ["hide", "keep"]
    assert "李四" not in repr([vars(r) for r in rows])


@pytest.mark.tampers
def test_the_database_lets_no_round_become_public_with_an_open_proposal() -> None:
    cast = make_cast()
    matter = told_case(cast)
    draft(cast, matter)
    one, other = cast.people["publisher"].pk, cast.people[CHECKER].pk
    checked = f"checked_by_id={other}, checked_at=drafted_at"

    for statement in (
        f"UPDATE publicity_release SET state='published', {checked}",
        "UPDATE publicity_redaction SET choice='keep'",
        f"UPDATE publicity_redaction SET confirmed='keep', confirmed_by_id={other}",
        f"UPDATE publicity_redaction SET confirmed=choice, confirmed_by_id={one},"
        " confirmed_at='2026-01-01'",
        "UPDATE publicity_redaction SET confirmed='hide'",
        "DELETE FROM publicity_redaction",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Release.objects.get().state == "drafted"


def test_a_choice_about_something_else_is_refused() -> None:
    cast = make_cast()
    matter = told_case(cast)
    stands = hide_all(matter)

    with pytest.raises(InvalidInput, match="刷新"):
        draft(cast, matter, redactions=(*stands, RedactionChoice("facts.0.0.2", Choice.KEEP)))
    assert [p.words for p in proposals(Decision.objects.get())] == ["李四", "安示例"]
