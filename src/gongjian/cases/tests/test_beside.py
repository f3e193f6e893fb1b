"""Whom a party needs beside it, and which papers name them."""

import dataclasses
import json
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.beside import Needs, needs_of
from gongjian.cases.queries import case_of
from gongjian.cases.testing import PERSON, Cast, make_cast
from gongjian.cases.testing_beside import guardian, interpreter, state_needs
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.ui.forms import form_for

MINOR = PERSON | {"party_name": "小示例", "id_number": "11010520100601001X"}


def ready(cast: Cast, matter: Matter) -> tuple[bool, bool]:
    facts = facts_of(Matter.objects.get(pk=matter.pk), cast.clock)
    return facts["guardian_ready"], facts["interpreter_ready"]


def printed(matter: Matter, kind: str) -> str:
    paper = Document.objects.filter(matter=matter, kind=kind).latest("id")
    return json.dumps(json.loads(paper.data)["blocks"], ensure_ascii=False)


@pytest.mark.django_db
def test_a_minor_is_known_by_the_identity_card_and_needs_a_guardian_until_one_comes() -> None:
    cast = make_cast()
    matter = story.open_case(cast, MINOR)

    alone = ready(cast, matter)
    found = case_of(matter).assistance.get()
    story.file_case(cast, matter)
    guardian(cast, matter, kind="suitable_adult", why_not_guardian="父母均在外地。")

    assert (alone, found.minor) == ((False, True), True)
    assert ready(cast, matter) == (True, True)


@pytest.mark.django_db
def test_the_newest_finding_counts_and_the_papers_name_who_stands_beside() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast, PERSON))
    state_needs(cast, matter, limited=True, sign=True)
    before = ready(cast, matter)

    guardian(cast, matter)
    interpreter(cast, matter)
    acts_form = form_for(_record(), cast.actor("handler"), matter)
    prefilled = {f.name: str(getattr(f, "value", "")) for f in acts_form.fields}
    story.investigate(cast, matter)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)

    assert (before, ready(cast, matter)) == ((False, False), (True, True))
    assert "监示例" in prefilled["guardian"]
    assert "译示例" in prefilled["interpreter"]
    for kind in ("penalty-notice", "delivery-receipt", "penalty-decision"):
        assert "监示例（父亲）" in printed(matter, kind), kind
        assert "译示例（国家通用手语）" in printed(matter, kind), kind


@pytest.mark.django_db
def test_needs_end_when_they_are_found_not_to_stand() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast, PERSON))
    state_needs(cast, matter, language=True)

    state_needs(cast, matter)

    assert needs_of(case_of(matter), cast.today) == Needs()
    assert ready(cast, matter) == (True, True)


@pytest.mark.django_db
def test_an_organisation_has_no_guardian_but_may_need_an_interpreter() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast))

    with pytest.raises(InvalidInput, match="单位"):
        state_needs(cast, matter, limited=True)
    state_needs(cast, matter, language=True)

    assert ready(cast, matter) == (True, False)


@pytest.mark.django_db
def test_a_witness_under_age_is_questioned_only_with_a_guardian_named() -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    typed: Any = typed_command("questioning-record", cast.now)
    alone = dataclasses.replace(typed, ward=typed.ward or _ward(), guardian="")

    with pytest.raises(InvalidInput) as refusal:
        cast.do("handler", _record().code, matter, **vars(alone))

    assert list(refusal.value.fields) == ["guardian"]


def _record() -> Any:
    from gongjian.common import acts

    return acts.service("documents.make_questioning_record")


def _ward() -> str:
    from gongjian.cases.known import WARD

    return WARD
