"""Fields of codes: lists that depend on person and matter, searched, nested, or not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import QueryDict

from gongjian.common import fields
from gongjian.common.acts import Actor, Service
from gongjian.ui import options
from gongjian.ui.fields import FormField, FormRows
from gongjian.ui.forms import ActForm, form_for

ACTOR = Actor(name="张三")


@dataclass(frozen=True)
class Answer:
    item: str = fields.hidden()
    value: str = fields.code("认定", of="ui-test.value", within="item")


@dataclass(frozen=True, kw_only=True)
class Weigh:
    cause: str = fields.code("案由", of="ui-test.long", required=False)
    several: tuple[str, ...] = fields.code("要件", of="ui-test.few", many=True, required=False)
    answers: tuple[Answer, ...] = fields.rows("情节", of="ui-test.item", required=False)
    reason: str = fields.text("理由", required=False, given="ui-test.none")
    words: str = fields.text("裁量理由", required=False)


def run(*, act: Any, cmd: Weigh) -> None:
    """Do nothing: only the form is tested."""


SERVICE: Service[None] = Service(
    "cases.weigh", run, title="裁量", about="matter", final=False, step=True
)
SERVICE.suggested(lambda actor, matter, cmd: {"words": f"选了{cmd.cause}"})
LISTS = {
    "ui-test.long": [(f"c{n}", f"第 {n} 案由") for n in range(20)],
    "ui-test.few": [("a", "甲"), ("b", "乙")],
    "ui-test.item": [("times", "次数"), ("harm", "后果")],
    "ui-test.value": [("times=first", "首次"), ("times=again", "再次"), ("harm=none", "没有")],
    "ui-test.none": [],
}


@pytest.fixture(autouse=True)
def lists() -> Iterator[None]:
    for name, choices in LISTS.items():
        options.options(name)(lambda actor, matter, choices=choices: choices)  # type: ignore[misc]
    yield
    for name in LISTS:
        del options._providers[name]


def posted(**typed: str) -> ActForm:
    known = {
        "answers.0.item": "times",
        "answers.0.value": "first",
        "answers.1.item": "harm",
        "answers.1.value": "none",
    }
    query = QueryDict(mutable=True)
    query.update(known | typed)
    return form_for(SERVICE, ACTOR, None, data=query)


def field(form: ActForm, name: str) -> FormField:
    found = next(f for f in form.fields if f.name == name)
    assert isinstance(found, FormField)
    return found


def test_a_long_list_is_searched_by_label_or_code() -> None:
    form = posted(cause="第 3 案由")

    assert field(form, "cause").kind == "search"
    assert form.is_valid()
    assert form.command().cause == "c3"
    assert field(posted(cause="c3"), "cause").found == "第 3 案由"


def test_what_is_on_no_list_is_refused() -> None:
    form = posted(cause="没有的案由")

    assert not form.is_valid()
    assert "请从列表中选择" in field(form, "cause").error


def test_several_codes_come_out_in_order_and_once() -> None:
    query = QueryDict(mutable=True)
    query.setlist("several", ["b", "a", "b"])
    for key, value in {"answers.0.item": "times", "answers.0.value": "first"}.items():
        query[key] = value
    query.update({"answers.1.item": "harm", "answers.1.value": "none"})
    form = form_for(SERVICE, ACTOR, None, data=query)

    assert form.is_valid()
    assert form.command().several == ("b", "a")


def test_each_item_is_answered_from_its_own_options() -> None:
    form = posted()
    rows = next(f for f in form.fields if isinstance(f, FormRows))

    offered = [
        [c for c, _ in f.choices] for g in rows.groups for f in g.asked if isinstance(f, FormField)
    ]

    assert offered == [["first", "again"], ["none"]]
    assert form.is_valid()
    assert form.command().answers == (Answer("times", "first"), Answer("harm", "none"))
    assert not posted(**{"answers.1.value": "first"}).is_valid()


def test_what_depends_on_an_empty_list_is_not_asked() -> None:
    assert "reason" not in [f.name for f in posted().shown]


def test_refreshing_drafts_what_is_blank_and_submits_nothing() -> None:
    blank, own = posted(refresh="yes", cause="c1"), posted(refresh="yes", words="我的话")

    assert field(blank, "words").value == "选了c1"
    assert field(own, "words").value == "我的话"
    assert not blank.is_valid()
