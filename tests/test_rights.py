"""The matrix of rights fits the acts of the whole house."""

import dataclasses
from pathlib import Path

import pytest

from gongjian.common import acts
from gongjian.common.data import data_folder
from gongjian.common.fields import Widget, spec_of
from gongjian.orgs.authority import mismatches, rights
from gongjian.orgs.checks import check_rights
from gongjian.process import load_process
from gongjian.process.definition import GENERIC_ACT
from gongjian.ui import options


def test_every_act_has_its_row_and_every_row_its_act() -> None:
    assert mismatches(rights(), set(acts.services())) == []
    assert check_rights() == []


@pytest.mark.parametrize("code", sorted(acts.services()))
def test_an_act_on_a_matter_is_bound_to_a_relation(code: str) -> None:
    """Nobody may act on a matter merely by holding an office somewhere."""
    loose = [grant for grant in rights()[code].who if grant.relation == "any"]

    assert not (acts.service(code).on_matter and loose)


BY_PEOPLE = [code for code in sorted(acts.services()) if code in rights() and rights()[code].who]


@pytest.mark.parametrize("code", BY_PEOPLE)
def test_whatever_a_person_must_choose_has_someone_who_lists_it(code: str) -> None:
    for spec in map(spec_of, dataclasses.fields(acts.service(code).cmd)):
        assert spec.widget is not Widget.REF or spec.of in options.names(), spec.of


@pytest.mark.parametrize(
    "path", sorted(data_folder("processes").glob("*.toml")), ids=lambda p: p.stem
)
def test_a_procedure_gives_no_step_to_who_has_no_right_to_it(path: Path) -> None:
    process = load_process(path.read_text(encoding="utf-8"), str(path))

    wrong = [
        f"{step.code}: {step.by}"
        for step in process.steps.values()
        # A step without an act of its own is taken by the act that opened the matter.
        if step.act != GENERIC_ACT
        and step.by not in {grant.role for grant in rights()[step.act].who}
    ]

    assert wrong == []
