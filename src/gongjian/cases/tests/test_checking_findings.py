"""What the check before signing finds: nothing too early, each fault by its rule and place."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import papers
from gongjian.cases.checking import Kinds, _findings, decision_findings
from gongjian.cases.queries import case_of, latest_notice
from gongjian.cases.testing import (
    Cast,
    file_case,
    inform,
    investigate,
    make_cast,
    open_case,
    propose,
    sign_papers,
)
from gongjian.documents.checking import Severity
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
Found = list[tuple[str, str]]


@pytest.fixture
def cast(home: Any) -> Cast:
    return make_cast()


@pytest.fixture
def drafted(cast: Cast) -> Matter:
    return investigate(cast, file_case(cast, open_case(cast)))


@pytest.fixture
def told(cast: Cast, drafted: Matter) -> Matter:
    return inform(cast, drafted)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)


def saying(**values: Any) -> Callable[..., dict[str, Any]]:
    """Return what the decision would say, some of it otherwise."""
    return lambda *asked: {**papers.penalty_decision(*asked), **values}


WRONG = saying(court="另一法院")


def found(matter: Matter, on: date, **values: Any) -> Found:
    findings = decision_findings(fresh(matter), on, kinds=Kinds(penalty_fields=saying(**values)))
    assert all(one.severity == Severity.ERROR for one in findings)
    return [(one.rule, one.where) for one in findings]


def test_until_a_notice_of_this_draft_has_reached_the_party_nothing_is_checked(
    cast: Cast, drafted: Matter
) -> None:
    filed = file_case(cast, open_case(cast))
    assert decision_findings(filed, cast.today, kinds=Kinds(penalty_fields=WRONG)) == ()
    assert decision_findings(fresh(drafted), cast.today, kinds=Kinds(penalty_fields=WRONG)) == ()
    cast.do("handler", "cases.inform_party", drafted, contact="李示例")
    assert decision_findings(fresh(drafted), cast.today, kinds=Kinds(penalty_fields=WRONG)) == ()
    sign_papers(cast, drafted)
    handed: dict[str, Any] = {"way": "direct", "place": "青川市罗家镇", "receiver": "吴示例"}
    shown: dict[str, Any] = {"served_on": cast.today, "certificate_shown": "shown"}
    cast.do("handler", "cases.deliver_notice", drafted, **handed, **shown)

    assert (
        len(decision_findings(fresh(drafted), cast.today, kinds=Kinds(penalty_fields=WRONG))) == 1
    )

    propose(cast, drafted, facts="另查明的事实。")
    assert decision_findings(fresh(drafted), cast.today, kinds=Kinds(penalty_fields=WRONG)) == ()


def test_a_name_corrected_since_is_told_anew_before_anything_is_checked(
    cast: Cast, told: Matter
) -> None:
    renamed = fresh(told)
    case_of(renamed).party.name = "青川市恒久新材料有限公司"

    assert decision_findings(renamed, cast.today, kinds=Kinds(penalty_fields=WRONG)) == ()


def test_a_sound_decision_has_no_fault(cast: Cast, told: Matter) -> None:
    assert decision_findings(told, cast.today) == ()
    assert found(told, cast.today) == []


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"payment_term": "三十日"}, "as-the-rules-say", "缴款期限"),
        ({"review_term": "1日"}, "as-the-rules-say", "申请行政复议的期限"),
        ({"court_term": "1日"}, "as-the-rules-say", "提起行政诉讼的期限"),
        ({"review_body": "另一政府"}, "as-the-rules-say", "行政复议机关"),
        ({"court": "另一法院"}, "as-the-rules-say", "管辖法院"),
        ({"party_name": "另一公司"}, "party-name", "当事人"),
        ({"facts": "又查明的事实。"}, "beyond-notice", "违法事实"),
        ({"facts": ""}, "mandatory", "违法事实"),
    ],
)
def test_a_fault_is_told_with_its_rule_and_its_place(
    cast: Cast, told: Matter, values: dict[str, Any], rule: str, field: str
) -> None:
    assert (rule, f"《行政处罚决定书》的“{field}”") in found(told, cast.today, **values)


def test_what_cannot_be_printed_is_a_fault_of_the_paper(cast: Cast, told: Matter) -> None:
    assert found(told, cast.today, no_such_field="x") == [("unprintable", "《行政处罚决定书》")]


def test_every_blank_is_told(cast: Cast, told: Matter) -> None:
    blanks = found(told, cast.today, facts="", basis="")

    assert [rule for rule, _ in blanks] == ["mandatory"] * 2


def test_it_is_asked_once_a_day_for_a_matter(
    cast: Cast, told: Matter, django_assert_num_queries: Any
) -> None:
    matter = fresh(told)
    asked: list[date] = []

    def said(*values: Any) -> dict[str, Any]:
        asked.append(values[1])
        return WRONG(*values)

    first = decision_findings(matter, cast.today, kinds=Kinds(penalty_fields=said))
    with django_assert_num_queries(0):
        assert decision_findings(matter, cast.today, kinds=Kinds(penalty_fields=said)) is first
    tomorrow = cast.today + timedelta(days=1)
    assert decision_findings(matter, tomorrow, kinds=Kinds(penalty_fields=said)) == first

    assert asked == [cast.today, tomorrow]


def test_where_the_party_was_told_by_mouth_no_paper_is_compared(cast: Cast, told: Matter) -> None:
    notice = latest_notice(case_of(told))
    assert notice is not None
    notice.document = None

    assert (
        _findings(told, cast.today, "penalty-decision", {"facts": ""}, notice, notice.draft) == ()
    )


def test_another_paper_of_the_case_may_be_cited_as_long_as_it_stands(
    cast: Cast, told: Matter
) -> None:
    notice = Document.objects.get(matter=told, kind="penalty-notice")
    cited = saying(discretion=f"见{notice.number}告知书。")
    order = ordered(cast, told, party_name=told.party_name)
    also = saying(discretion=f"见{order.number}责令改正通知书。")
    strange = saying(discretion="见青环责改字〔2026〕99号责令改正通知书。")

    assert rules(told, cast, cited) == rules(told, cast, also) == []
    assert rules(told, cast, strange) != []


def test_what_else_the_party_reads_must_agree(cast: Cast, told: Matter) -> None:
    before = rules(told, cast, saying())
    ordered(cast, told, party_name="另一公司")

    assert before == []
    assert rules(told, cast, saying()) == ["party-name"]


def ordered(cast: Cast, matter: Matter, **values: Any) -> Document:
    """Order the party to mend what it did, in a paper with a number of its own."""
    said: dict[str, Any] = vars(typed_command("correction-order", cast.now)) | values
    paper: Document = cast.do("handler", "documents.make_correction_order", matter, None, **said)
    return paper


def rules(matter: Matter, cast: Cast, fields_of: Any) -> list[str]:
    return [
        one.rule
        for one in decision_findings(
            fresh(matter), cast.today, kinds=Kinds(penalty_fields=fields_of)
        )
    ]
