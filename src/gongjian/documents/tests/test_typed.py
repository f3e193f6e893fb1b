"""Documents that their definition alone describes: every one has its act, form and refusals."""

import dataclasses
from typing import Any

import pytest

from gongjian.common import acts
from gongjian.common.clock import fixed
from gongjian.common.errors import InvalidInput
from gongjian.common.fields import Widget, spec_of, validated
from gongjian.documents.catalogue import definition, definitions
from gongjian.documents.paper.binding import BlankFields, freeze
from gongjian.documents.paper.definitions import Definition, load
from gongjian.documents.services.making import agency_values
from gongjian.documents.testing import AT, filled, sample, typed_command
from gongjian.documents.typed import act_code, command_of, given_by
from gongjian.orgs.models import Agency

TYPED = sorted(code for code, form in definitions().items() if form.typed)
RECORD = "questioning-record"
ACT = acts.service(act_code(RECORD))


def mandatory() -> list[Any]:
    return [
        pytest.param(form.code, code, id=f"{form.code}.{code}")
        for form in definitions().values()
        for code, field in form.fields.items()
        if field.required or field.required_with
    ]


@pytest.mark.requirement("Q7")
@pytest.mark.parametrize(("kind", "code"), mandatory())
def test_no_document_is_made_without_any_one_of_its_mandatory_fields(kind: str, code: str) -> None:
    form = definition(kind)
    asked_by = form.fields[code].required_with
    asking = {asked_by: filled(form, AT)[asked_by]} if asked_by else {}
    known = {c: v for c, v in (asking | sample(kind)).items() if c != code}
    agency = {c: "示例" for c, f in form.fields.items() if f.of_agency and c != code}

    with pytest.raises(BlankFields) as refused:
        freeze(form, {**agency, **known})

    assert refused.value.codes == (code,)
    assert refused.value.labels == (form.fields[code].label,)


@pytest.mark.parametrize("kind", TYPED)
def test_every_mandatory_field_of_a_typed_document_is_asked_and_its_absence_named(
    kind: str,
) -> None:
    form = definition(kind)
    service = acts.service(act_code(kind))
    now = AT
    for declared in dataclasses.fields(service.cmd):
        spec = spec_of(declared)
        assert spec.required == form.fields[declared.name].required
        if not spec.required:
            continue
        empty: Any = () if spec.widget is Widget.ROWS else ""
        cmd = dataclasses.replace(typed_command(kind, now), **{declared.name: empty})
        clock = fixed(now)
        with pytest.raises(InvalidInput) as refused:
            validated(cmd, today=clock.today(), now=clock.now())
        assert refused.value.fields[declared.name] == f"请填写“{spec.label}”"


@pytest.mark.parametrize("kind", TYPED)
def test_the_sample_of_a_typed_document_keeps_all_its_conditions(kind: str) -> None:
    form = definition(kind)
    values = given_by(form, typed_command(kind, AT))
    agency = {c: "示例" for c, f in form.fields.items() if f.of_agency}

    assert freeze(form, {**agency, **values})


def test_what_the_agency_fills_in_is_something_an_agency_knows() -> None:
    agency = Agency(name="青川市生态环境局")
    for form in definitions().values():
        assert set(agency_values(form, agency)) == {
            c for c, f in form.fields.items() if f.of_agency
        }


# --- the shape of the command ---------------------------------------------------------------------

COLUMNS = 'columns = { a = "甲", b = "乙" }\nlong = ["b"]'
ALL_KINDS = (
    """
[document]
code = "all-kinds"
name = "样表"
version = "1"
outward = false
typed = true
source = "示例"
"""
    + "".join(
        f"""
[[field]]
code = "{kind}_value"
label = "{kind}"
kind = "{kind}"
guide = "示例。"
{extra}
[[field]]
code = "{kind}_maybe"
label = "{kind}"
kind = "{kind}"
required = false
{extra}
[[block]]
type = "paragraph"
{block}
"""
        for kind, extra, block in [
            (k, "", f'text = "{{{k}_value}}{{{k}_maybe}}"')
            for k in ("line", "text", "date", "moment", "money", "number", "list")
        ]
        + [
            ("choice", 'choices = ["是", "否"]', 'text = "{choice_value}{choice_maybe}"'),
            (
                "rows",
                'columns = { a = "甲", b = "乙" }\nlong = ["b"]',
                'text = "x"\neach = "rows_value"',
            ),
        ]
    )
    + '\n[[block]]\ntype = "paragraph"\ntext = "x"\neach = "rows_maybe"\n'
)


def all_kinds() -> Definition:
    return load(ALL_KINDS, "all-kinds.toml")


def test_every_kind_of_field_has_its_widget_and_may_be_left_out_where_it_is_optional() -> None:
    command = command_of(all_kinds())

    shape = {f.name: spec_of(f).widget for f in dataclasses.fields(command)}
    cmd = command(
        line_value="x",
        text_value="x",
        date_value=AT.date(),
        moment_value=AT,
        money_value=1,
        number_value=1,
        list_value="一\n\n二",
        choice_value="是",
        rows_value=(),
    )

    assert {shape[f"{k}_value"] for k in ("text", "list")} == {Widget.TEXT}
    assert shape["rows_value"] is Widget.ROWS
    assert given_by(all_kinds(), cmd)["list_value"] == ["一", "二"]
    assert given_by(all_kinds(), cmd)["moment_value"] is AT
