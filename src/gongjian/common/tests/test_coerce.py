"""JSON becomes a command, or every field that does not fit is named."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common import fields
from gongjian.common.acts import Act, Service
from gongjian.common.coerce import command_from_json
from gongjian.common.errors import InvalidInput


@dataclass(frozen=True)
class Item:
    kind: str = fields.line("种类")
    amount_fen: int | None = fields.money("金额", required=False)


@dataclass(frozen=True)
class Everything:
    name: str = fields.line("名称")
    who: UUID = fields.ref("人员", of="x")
    day: date = fields.day("日期")
    at: datetime = fields.moment("时间")
    items: tuple[Item, ...] = fields.rows("项目")
    sure: bool = fields.check("确定")
    others: tuple[UUID, ...] = fields.ref("其他", of="x", many=True, required=False)


def _run(*, act: Act, cmd: Everything) -> None: ...


SERVICE: Service[Any] = Service("test.all", _run, title="试", about="test", final=False, step=False)
WHO = uuid4()
GOOD: dict[str, Any] = {
    "name": "喆堃䶮",
    "who": str(WHO),
    "day": "2026-11-22",
    "at": "2026-11-22T09:30:00+08:00",
    "items": [{"kind": "fine", "amount_fen": 5000}, {"kind": "warning"}],
}


def test_every_kind_of_field_is_read() -> None:
    command = command_from_json(SERVICE, GOOD | {"others": [str(WHO)], "sure": True})

    assert command == Everything(
        name="喆堃䶮",
        who=WHO,
        day=date(2026, 11, 22),
        at=datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
        items=(Item("fine", 5000), Item("warning")),
        sure=True,
        others=(WHO,),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"who": "nobody"}, "who"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "2026年2月3日"}, "day"),
        ({"at": 1_700_000_000}, "at"),
        ({"sure": 1}, "sure"),
        ({"sure": "true"}, "sure"),
        ({"items": {}}, "items"),
        ({"items": [5]}, "items.0"),
        ({"items": [{"kind": "fine", "amount_fen": 1.5}]}, "items.0.amount_fen"),
        ({"items": [{"kind": "fine", "amount_fen": True}]}, "items.0.amount_fen"),
        ({"items": [{"amount_fen": 1}]}, "items.0.kind"),
        ({"items": [{"kind": "fine", "extra": 1}]}, "items.0.extra"),
        ({"others": [None]}, "others.0"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        command_from_json(SERVICE, GOOD | change)

    assert set(refused.value.fields) == {field}


def test_all_missing_fields_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        command_from_json(SERVICE, {})

    assert set(refused.value.fields) == {"name", "who", "day", "at", "items"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(json_values | st.fixed_dictionaries(dict.fromkeys(GOOD, json_values)))
def test_any_json_is_a_command_or_a_clear_refusal(data: object) -> None:
    assert isinstance(_command_or_fields(data), Everything | dict)


def _command_or_fields(data: object) -> object:
    try:
        return command_from_json(SERVICE, data)
    except InvalidInput as refused:
        return refused.fields or None
