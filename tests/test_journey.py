"""The whole way at the services: a clue becomes a decision that any citizen can check."""

from pathlib import Path

import pytest

from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.documents.models import DocumentFile
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.proofs import bundle
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.payments.testing import perform
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish
from gongjian.vault.store import store
from gongjian_verify.__main__ import main as verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def closed_case(cast: Cast) -> tuple[Matter, PublicItem]:
    matter = decided_case(cast)
    item = publish(cast, matter)
    perform(cast, matter)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")
    return matter, item


def decision_file(matter: Matter) -> DocumentFile:
    decision = decision_of(case_of(matter))
    assert decision is not None
    return decision.document.files.get(format="pdf")


def kept(matter: Matter, folder: Path) -> tuple[Path, Path]:
    """Save the decision and its proof, as a citizen has them."""
    seal()
    file = decision_file(matter)
    paper, proof = folder / "decision.pdf", folder / "proof.zip"
    with store().open(file.sha256) as content:
        paper.write_bytes(content.read())
    proof.write_bytes(bundle(file, matter.stream))
    return paper, proof


def test_clue_becomes_a_closed_and_published_case() -> None:
    matter, item = closed_case(make_cast(drawn=True))

    taken = list(matter.steps.order_by("seq").values_list("code", flat=True))
    assert taken == [
        "open",
        "propose_filing",
        "approve_filing",
        "record_inspection",
        "add_evidence",
        "draft_decision",
        "end_investigation",
        "inform_party",
        "deliver_notice",
        *taken[9:-6],
        "issue_decision",
        "deliver",
        "draft_publication",
        "publish",
        "record_performance",
        "close",
    ]
    assert taken[9:-6] in (["submit_for_review", "pass_review"], ["go_to_decision"])
    assert matter.marking == ["closed"]
    assert matter.closed_at is not None
    running = matter.deadlines.filter(state="open").values_list("code", flat=True)
    assert list(running) == ["archive-limit"]
    assert item.number == matter.number


def test_every_document_of_the_case_is_issued_in_both_formats() -> None:
    matter, _ = closed_case(make_cast(drawn=True))

    from gongjian.documents.queries import documents_of

    formats = {
        (document.kind, file.format)
        for document in documents_of(matter)
        for file in document.files.all()
    }
    kinds = {"filing-approval", "inspection-record", "penalty-notice", "penalty-decision"}
    assert formats >= {(kind, form) for kind in kinds for form in ("pdf", "docx")}


def test_citizen_proves_the_decision_offline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter, _ = closed_case(make_cast(drawn=True))
    paper, proof = kept(matter, tmp_path)

    code = verify([str(paper), "--proof", str(proof), "--key", verifier_key()])

    assert code == 0
    assert "核验通过" in capsys.readouterr().out


def test_changed_decision_and_foreign_key_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter, _ = closed_case(make_cast(drawn=True))
    paper, proof = kept(matter, tmp_path)
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(paper.read_bytes() + b"\n")
    stranger = "stranger" + verifier_key()

    codes = [
        verify([str(changed), "--proof", str(proof), "--key", verifier_key()]),
        verify([str(paper), "--proof", str(proof), "--key", stranger]),
    ]

    assert codes == [1, 1]
    assert capsys.readouterr().out.count("核验不通过") == 2


def test_verifier_says_loudly_when_it_trusts_the_bundle_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter, _ = closed_case(make_cast(drawn=True))
    _, proof = kept(matter, tmp_path)

    assert verify([str(proof)]) == 0
    assert "！！" in capsys.readouterr().out
