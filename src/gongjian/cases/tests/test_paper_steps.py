"""Papers that start, stop and ask: preserved evidence, seizure, and the terms they tell."""

from typing import Any

import pytest

from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common import acts
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts, open_deadlines
from gongjian.ui.forms import form_for

pytestmark = pytest.mark.django_db


def filed() -> tuple[Cast, Matter]:
    cast = make_cast()
    return cast, file_case(cast, open_case(cast))


def make(cast: Cast, matter: Matter, kind: str, who: str = "handler") -> Document:
    made: Document = cast.do(who, act_code(kind), matter, **vars(typed_command(kind, cast.now)))
    return made


def running(matter: Matter) -> set[str]:
    return {deadline.code for deadline in open_deadlines(matter)}


def offered(cast: Cast, matter: Matter) -> set[str]:
    fresh = Matter.objects.get(pk=matter.pk)
    return {offer.code for offer in next_acts(cast.actor("handler"), fresh, cast.clock)}


def test_preserved_evidence_waits_for_its_disposal() -> None:
    cast, matter = filed()
    assert act_code("preservation-disposal") not in offered(cast, matter)

    notice = make(cast, matter, "preservation-notice")

    assert notice.number.endswith("保全字〔2026〕1号")
    assert "preserve-limit" in running(matter)
    make(cast, matter, "preservation-disposal")
    assert "preserve-limit" not in running(matter)
    assert act_code("preservation-disposal") not in offered(cast, matter)


def test_nothing_is_seized_before_the_head_approves() -> None:
    cast, matter = filed()

    with pytest.raises(RuleBroken, match=r"缺少《.*查封.*扣押.*》"):
        make(cast, matter, "seizure-decision")

    make(cast, matter, "seizure-approval", who="agency_head")
    make(cast, matter, "seizure-decision")
    assert "seize-limit" in running(matter)
    make(cast, matter, "seizure-extension", who="agency_head")
    with pytest.raises(RuleBroken, match="最多延长1次"):
        make(cast, matter, "seizure-extension", who="agency_head")
    make(cast, matter, "seizure-release")
    assert "seize-limit" not in running(matter)


def test_an_approval_that_was_declared_void_approves_nothing() -> None:
    cast, matter = filed()
    approval = make(cast, matter, "seizure-approval", who="agency_head")

    cast.do("handler", "documents.void_document", matter, document=approval.uid, reason="物品写错")

    with pytest.raises(RuleBroken, match=r"缺少《.*查封.*扣押.*》"):
        make(cast, matter, "seizure-decision")
    assert act_code("seizure-decision") not in offered(cast, matter)


def test_time_at_the_laboratory_does_not_count_for_the_seizure() -> None:
    cast, matter = filed()
    make(cast, matter, "seizure-approval", who="agency_head")
    make(cast, matter, "seizure-decision")
    due = open_deadlines(matter).get(code="seize-limit").due_on
    cast.wait(days=1)
    make(cast, matter, "appraisal-commission")
    make(cast, matter, "appraisal-period-notice")
    assert "seize-limit" not in running(matter)

    cast.wait(days=5)
    make(cast, matter, "appraisal-result-notice")

    later: Any = open_deadlines(matter).get(code="seize-limit").due_on
    assert (later - due).days == 5


@pytest.mark.parametrize(
    ("kind", "field", "term"),
    [
        ("preservation-notice", "preserve_term", "7个工作日"),
        ("seizure-decision", "seize_term", "30日"),
        ("delivery-announcement", "announce_term", "30日"),
        ("correction-order", "review_term", "60日"),
        ("correction-order", "court_term", "6个月"),
    ],
)
def test_a_form_knows_the_terms_of_the_place(kind: str, field: str, term: str) -> None:
    cast, matter = filed()

    form = form_for(acts.service(act_code(kind)), cast.actor("handler"), matter)

    assert {f.name: getattr(f, "value", None) for f in form.fields}[field] == term
