"""The paper by which two persons decide what the public sees (公示审核表)."""

import json
from typing import Any

import pytest

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.publicity.services.correcting import draft_correction
from gongjian.publicity.testing import READ, confirm_all, draft, hide_all, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"


def paper_of(matter: Matter) -> dict[str, Any]:
    paper = Document.objects.get(matter=matter, kind="publication-review")
    assert not paper.outward
    said: dict[str, Any] = json.loads(paper.data)["fields"]
    return said


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_what_two_persons_decided_to_publish_stands_on_a_paper_of_the_case(cast: Cast) -> None:
    matter = decided_case(cast)
    item = publish(cast, matter, rights="handled", note="已隐去银行账号。")

    said = paper_of(matter)

    drafter, checker = cast.people["publisher"], cast.people[CHECKER]
    assert (said["drafter"], said["checker"]) == (drafter.name, checker.name)
    assert said["decision_number"] == item.number
    assert said["summary"] == item.summary
    assert [row["finding"] for row in said["checks"]] == [
        *("没有问题", "没有问题", "有问题，已处理", "没有问题"),
    ]
    assert said["note"] == "已隐去银行账号。"
    assert said["conclusion"] in {"公开", "隐去部分内容后公开"}
    assert matter.steps.get(code="publish").made == ["publication-review"]


def test_what_is_kept_from_the_public_stands_on_the_same_paper_with_clause_and_reason(
    cast: Cast,
) -> None:
    matter = decided_case(cast)
    draft(cast, matter, endangers=True)
    cast.do(CHECKER, "publicity.return_release", matter, reason="依法不予公开。")
    cast.do(CHECKER, "publicity.withhold", matter, reason="同意不予公开。")

    said = paper_of(matter)

    assert said["conclusion"] == "不予公开"
    assert "政府信息公开条例" in said["clause"]
    assert said["drafter"] == cast.people["publisher"].name
    assert len(said["checks"]) == 4
    assert said["summary"] is None
    assert said["opinion"] == "同意不予公开。"


def test_a_correction_of_what_is_shown_is_decided_on_a_paper_of_its_own(cast: Cast) -> None:
    matter = decided_case(cast)
    publish(cast, matter)
    assert draft_correction.prefill is not None
    known = draft_correction.prefill(cast.actor("publisher"), matter)
    release = cast.do(
        "publisher",
        "publicity.draft_correction",
        matter,
        **{**known, "redactions": hide_all(matter), **READ, "reason": "摘要写错。"},
    )
    cast.do(
        CHECKER,
        "publicity.correct_publication",
        matter,
        release=release.uid,
        redactions=confirm_all(release),
        compared=True,
        attachments_seen=True,
        opinion="更正无误。",
    )

    papers = Document.objects.filter(matter=matter, kind="publication-review").order_by("id")
    assert [json.loads(p.data)["fields"]["opinion"] for p in papers] == [None, "更正无误。"]
