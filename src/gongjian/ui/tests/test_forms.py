"""The form of an act: what is typed comes out as a command, and nothing typed is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, Service
from gongjian.common.errors import InvalidInput, RuleBroken, Stale
from gongjian.ui import options
from gongjian.ui.drafts import find_draft, save_draft
from gongjian.ui.fields import FormField, FormRows
from gongjian.ui.forms import ActForm, form_for
from gongjian.ui.models import Draft

ZHANG, LI = uuid4(), uuid4()
ACTOR = Actor(name="张三")
KEY = f"cases.fine:{uuid4()}"


@dataclass(frozen=True)
class Item:
    kind: str = fields.choice("种类", [("fine", "罚款"), ("warning", "警告")])
    sum_fen: int | None = fields.only_for(
        "kind", ["fine"], fields.money("金额", required=False, min_fen=1)
    )


@dataclass(frozen=True)
class Fine:
    facts: str = fields.text("事实", help="写明时间、地点")
    on: date = fields.day("决定日期")
    officer: UUID = fields.ref("承办人", of="ui-test.officer")
    items: tuple[Item, ...] = fields.rows("处罚内容")
    days: int | None = fields.number("期限", least=1, most=15, unit="日", required=False)
    began_at: datetime | None = fields.moment("开始时间", required=False)
    others: tuple[UUID, ...] = fields.ref(
        "其他人员", of="ui-test.officer", many=True, required=False
    )
    heard: bool = fields.check("已经听取意见")


def run(*, act: Act, cmd: Fine) -> None:
    """Do nothing: only the form is tested."""


SERVICE: Service[None] = Service(
    "cases.fine", run, title="罚款", about="matter", final=False, step=True
)


@pytest.fixture(autouse=True)
def officers() -> Iterator[None]:
    @options.options("ui-test.officer")
    def known(actor: Actor, matter: Any) -> options.Choices:
        return [(str(ZHANG), "张三"), (str(LI), "李四")]

    yield
    del options._providers["ui-test.officer"]


def make_user(username: str) -> Any:
    """Insert an account past the acts: this floor knows none of them."""
    user: Any = get_user_model()
    stream = user._meta.get_field("stream").related_model.objects.create(kind="user")
    return user.objects.create(
        username=username,
        name="王打字",
        stream=stream,
        password_changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def typed(**changes: str) -> dict[str, str]:
    known = {
        "facts": "未批先建",
        "on": "2026-01-05",
        "officer": str(ZHANG),
        "items.0.kind": "fine",
        "items.0.sum_fen": "1,234.50",
    }
    return known | {name.replace("__", "."): value for name, value in changes.items()}


def posted(data: Mapping[str, str], **extra: Any) -> ActForm:
    query = QueryDict(mutable=True)
    query.update(data)
    return form_for(SERVICE, ACTOR, None, data=query, **extra)


def entries(form: ActForm) -> list[list[str]]:
    """Return what the form shows in each entry of the penalties."""
    rows = next(f for f in form.fields if isinstance(f, FormRows))
    return [[f.value for f in g.fields if isinstance(f, FormField)] for g in rows.groups]


def values(form: ActForm) -> dict[str, str]:
    return {f.name: f.value for f in form.fields if isinstance(f, FormField)}


def test_what_is_typed_comes_out_as_the_command() -> None:
    form = posted(
        typed(
            days="7", began_at="2026-01-04T09:30", others=str(LI), heard="on", facts=" 未批先建\r\n"
        )
    )

    assert form.is_valid()
    assert form.command() == Fine(
        facts="未批先建",
        on=date(2026, 1, 5),
        officer=ZHANG,
        items=(Item("fine", 123450),),
        days=7,
        began_at=form.command().began_at,
        others=(LI,),
        heard=True,
    )
    assert form.command().began_at.astimezone(UTC) == datetime(2026, 1, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2026-1-5", "2026年1月5日", "2026/01/05", "２０２６－０１－０５"])
def test_a_date_may_be_written_in_the_usual_ways(day: str) -> None:
    form = posted(typed(on=day))

    assert form.is_valid(), form.problems
    assert form.command().on == date(2026, 1, 5)


def test_every_problem_is_told_at_once_and_links_to_its_field() -> None:
    form = posted(typed(facts="", on="2026-02-30", items__0__sum_fen="12元3", days="三"))

    assert not form.is_valid()
    told = {p.target: p.message for p in form.problems}
    assert set(told) == {"id_facts", "id_on", "id_items_0_sum_fen", "id_days"}
    assert "例如 2026-11-22" in told["id_on"]


def test_what_was_typed_wrong_stays_on_the_page() -> None:
    form = posted(typed(on="明天", facts="<b>原文</b>"))
    form.is_valid()

    html = render_to_string("ui/_act_form.html", {"form": form})

    assert 'value="明天"' in html
    assert "&lt;b&gt;原文&lt;/b&gt;" in html
    assert 'aria-invalid="true"' in html
    assert 'href="#id_on"' in html
    assert 'data-only="items.0.kind" data-for="fine"' in html


def test_a_person_out_of_reach_cannot_be_chosen() -> None:
    form = posted(typed(officer=str(uuid4())))

    assert not form.is_valid()
    assert "范围" in form.problems[0].message


def test_empty_entries_are_left_out_and_the_rest_is_numbered_again() -> None:
    form = posted(typed(items__0__kind="", items__0__sum_fen="", items__3__kind="warning"))

    assert form.is_valid()
    assert form.command().items == (Item("warning", None),)


def test_an_act_without_any_entry_is_asked_for_one() -> None:
    form = posted(typed(items__0__kind="", items__0__sum_fen=""))

    assert not form.is_valid()
    assert [p.target for p in form.problems] == ["id_items"]


def test_one_more_entry_keeps_what_was_typed_and_does_nothing_else() -> None:
    form = posted(typed(add="items"))

    assert form.resized
    assert not form.is_valid()
    assert not form.problems
    assert entries(form) == [["fine", "1,234.50"], ["", ""]]


def test_an_entry_can_be_dropped() -> None:
    form = posted(typed(items__1__kind="warning", drop="items.0"))

    assert entries(form) == [["warning", ""]]


def test_refusals_of_the_service_stand_at_the_fields_they_name() -> None:
    form = posted(typed())
    assert form.is_valid()

    form.take(InvalidInput({"items.0.sum_fen": "超出幅度", "elsewhere": "别处的问题"}))
    form.take(RuleBroken("不行", reasons=("没有告知", "没有审核")))
    form.take(Stale("案件已有新的变化"))

    assert [(p.message, p.target) for p in form.problems] == [
        ("别处的问题", ""),
        ("没有告知", ""),
        ("没有审核", ""),
        ("案件已有新的变化", ""),
        ("超出幅度", "id_items_0_sum_fen"),
    ]


def test_the_form_opens_with_what_the_act_knows() -> None:
    service: Service[None] = Service(
        "cases.fine", run, title="罚款", about="matter", final=False, step=True
    )
    service.prefilled(
        lambda actor, matter: {"facts": "已知", "on": date(2026, 1, 5), "items": [Item("fine", 50)]}
    )

    form = form_for(service, ACTOR, None, initial={"officer": str(LI), "nonsense": "x"})

    shown = values(form)
    assert (shown["facts"], shown["on"], shown["officer"]) == ("已知", "2026-01-05", str(LI))
    assert entries(form) == [["fine", "0.50"]]


def test_a_round_trip_through_the_page_changes_nothing() -> None:
    first = posted(typed(days="7", heard="on"))
    assert first.is_valid()
    service: Service[None] = Service(
        "cases.fine", run, title="罚款", about="matter", final=False, step=True
    )
    service.prefilled(lambda actor, matter: vars(first.command()))

    opened = form_for(service, ACTOR, None)
    again = posted({n: v[-1] for n, v in opened._typed.items() if v})

    assert again.is_valid(), again.problems
    assert again.command() == first.command()


@pytest.mark.tampers
@pytest.mark.django_db
def test_a_refused_form_is_kept_as_a_draft_and_comes_back() -> None:
    user = make_user("typist")
    form = posted(typed(facts="写了一半", on=""), draft_key=KEY, user=user)
    assert not form.is_valid()

    opened = form_for(SERVICE, ACTOR, None, draft_key=KEY, user=user)

    assert opened.restored is not None
    assert values(opened)["facts"] == "写了一半"
    opened.drop_draft()
    assert find_draft(user, KEY) is None


@pytest.mark.tampers
@pytest.mark.django_db
def test_a_draft_is_one_persons_own_and_unreadable_in_the_database() -> None:
    user = make_user("typist")
    other = make_user("other")
    save_draft(user, KEY, {"facts": ["身份证号码"]}, datetime(2026, 1, 1, tzinfo=UTC))

    assert find_draft(other, KEY) is None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT data FROM {Draft._meta.db_table}")
        assert "身份证" not in cursor.fetchone()[0]


@pytest.mark.tampers
@pytest.mark.django_db
def test_a_draft_too_long_is_refused_without_hiding_the_form() -> None:
    user = make_user("typist")
    form = posted(typed(facts="长" * 200_001, on=""), draft_key=KEY, user=user)

    assert not form.is_valid()

    assert any("草稿" in p.message for p in form.problems)
    assert any(p.target == "id_on" for p in form.problems)
