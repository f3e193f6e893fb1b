"""Whom a party needs beside it, and which papers name them."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.beside import (
    Needs,
    assistance_facts,
    forget_assistance,
    latest_assistance,
    minor_by_papers,
    needs_of,
    standing_beside,
    told_alone,
)
from gongjian.cases.models import Assistance, Case, Notice
from gongjian.cases.queries import case_of
from gongjian.cases.testing import PERSON, Cast, make_cast
from gongjian.cases.testing_beside import guardian, interpreter, state_needs
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.parties.models import Party
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


@pytest.fixture
def helped() -> tuple[Cast, Matter]:
    """Return a case whose notice was made after a need of an interpreter had come and gone."""
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast, PERSON))
    state_needs(cast, matter, language=True)
    interpreter(cast, matter, kind="language", name="语示例", language="藏语")
    state_needs(cast, matter)
    story.inform(cast, story.investigate(cast, matter))
    cast.wait(hours=1)
    return cast, matter


@pytest.mark.django_db
def test_who_stands_beside_follows_what_was_last_found(helped: tuple[Cast, Matter]) -> None:
    cast, matter = helped
    case, today = case_of(matter), cast.today

    def found(**needs: bool) -> tuple[bool, bool, list[str], bool]:
        before = needs_of(case, today)
        state_needs(cast, matter, **needs)
        assert needs_of(case, today) == before  # read once for a case, until told to forget it
        forget_assistance(case)
        facts = assistance_facts(case, today)
        lines = [line["text"] for line in standing_beside(case, today)]
        anew = told_alone(case, Notice.objects.get())
        return facts["guardian_ready"], facts["interpreter_ready"], lines, anew

    sign, language, parent = "译示例（国家通用手语）", "语示例（藏语）", "监示例（父亲）"

    assert standing_beside(case, today) == []
    assert found(language=True) == (True, True, [language], False)
    assert found(language=True, sign=True) == (True, False, [language], True)
    interpreter(cast, matter)
    assert found(language=True, sign=True) == (True, True, [language, sign], True)
    assert found(sign=True) == (True, True, [sign], True)
    assert assistance_facts(case, today, minor=True)["guardian_ready"] is False
    assert found(language=True, limited=True) == (False, True, [language], True)
    guardian(cast, matter)
    assert found(limited=True) == (True, True, [parent], True)
    assert standing_beside(case, today, guardians=False) == []
    assert found(minor=True) == (True, True, [parent], True)
    assert found() == (True, True, [], False)
    assert assistance_facts(case, today, minor=True)["guardian_ready"] is True


def unasked(kind: str, born: str, found: Assistance | None) -> Case:
    case = Case(party=Party(kind=kind, born_on=born))
    case.__dict__["_assistance"] = found
    return case


@pytest.mark.parametrize(
    ("kind", "born", "minor"),
    [
        ("natural", "2010-06-02", True),
        ("natural", "2008-06-01", True),  # of age from the day after the birthday
        ("natural", "2008-05-31", False),
        ("natural", "", False),
        ("legal", "2010-06-02", False),
    ],
)
def test_papers_say_who_is_under_age(kind: str, born: str, minor: bool) -> None:
    case, day = unasked(kind, born, None), date(2026, 6, 1)

    assert latest_assistance(case) is None
    assert minor_by_papers(case, day) is minor
    assert needs_of(case, day) == Needs(guardian=minor)
    assert needs_of(unasked(kind, born, Assistance()), day) == Needs(guardian=minor)
    assert told_alone(case, Notice()) is False


@pytest.mark.parametrize("need", ["minor", "limited", "language", "sign"])
def test_what_is_found_says_who_is_needed(need: str) -> None:
    case = unasked("natural", "1980-01-01", Assistance(**{need: True}))

    needs = needs_of(case, date(2026, 6, 1))

    assert needs.guardian is (need in {"minor", "limited"})
    assert needs.interpreters == {need} & {"language", "sign"}
