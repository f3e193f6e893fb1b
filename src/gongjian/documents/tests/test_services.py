"""Documents of a matter: frozen, numbered once, made by a job, issued once."""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings

from gongjian.common.acts import SYSTEM, Act
from gongjian.common.clock import fixed
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents import queries
from gongjian.documents.backends import make_authority, seal_backend
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document, DocumentFile, NumberSeries
from gongjian.documents.paper.authority import NoAuthority
from gongjian.documents.paper.checking import check
from gongjian.documents.services import RecordIssue, issue, make, record_issue, void
from gongjian.documents.services.issuing import FileMade
from gongjian.documents.tasks import render
from gongjian.documents.testing import AT, make_document, make_matter, sample, within
from gongjian.jobs.models import Job
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.models import Entry
from gongjian.matters import ports
from gongjian.orgs.testing import make_agency
from gongjian.vault.store import store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CLOCK = fixed(AT)


def test_a_document_is_frozen_with_its_number_and_its_hash() -> None:
    document = make_document(make_matter())

    assert (document.number, document.state) == ("青环行罚决字〔2026〕1号", DocumentState.FROZEN)
    assert document.data_hash == hashlib.sha256(document.data.encode()).hexdigest()
    assert json.loads(document.data)["fields"]["party_name"] == "青川市恒远新材料有限公司"


def test_making_a_document_asks_for_its_files_in_the_same_transaction() -> None:
    document = make_document(make_matter())

    job = Job.objects.get(kind="documents.render")
    assert job.ids == {"document": str(document.uid)}


def test_what_the_agency_knows_of_itself_is_filled_in() -> None:
    fields = sample("penalty-notice")
    for code in ("phone", "address"):
        del fields[code]

    document = within(make_matter(), lambda act: make(act, "penalty-notice", fields))

    filled = json.loads(document.data)["fields"]
    assert (filled["phone"], filled["address"]) == ("0818-2222222", "青川市滨河路1号")


def test_the_act_learns_which_documents_it_made() -> None:
    def work(act: Act) -> list[str]:
        make(act, "delivery-receipt", sample("delivery-receipt"))
        return act.made

    assert within(make_matter(), work) == ["delivery-receipt"]


def test_a_blank_mandatory_field_is_refused_by_name_and_nothing_is_written() -> None:
    matter = make_matter()

    with pytest.raises(RuleBroken, match="《行政处罚决定书》缺少“违法事实”") as refused:
        make_document(matter, facts="")

    assert refused.value.reasons == ("《行政处罚决定书》缺少“违法事实”",)
    assert not Document.objects.exists()
    assert not NumberSeries.objects.exists()
    assert not Job.objects.exists()


def test_a_value_that_cannot_be_printed_is_an_input_error() -> None:
    with pytest.raises(InvalidInput, match="违法事实"):
        make_document(make_matter(), facts="a\x07b")


def test_a_name_that_no_font_has_is_refused_before_anything_is_decided() -> None:
    with pytest.raises(RuleBroken, match=r"U\+20BB7"):
        make_document(make_matter(), party_name="王𠮷")

    assert not Document.objects.exists()


@pytest.mark.requirement("R3")
def test_numbers_run_without_gap_per_agency_kind_and_year() -> None:
    matter, other = make_matter(), make_matter(make_agency("滨海市市场监督管理局"))
    later = fixed(AT + timedelta(days=365))

    numbers = [
        make_document(matter).number,
        make_document(matter).number,
        make_document(matter, "penalty-notice").number,
        make_document(other).number,
        make_document(matter, clock=later).number,
        make_document(matter).number,
    ]

    assert numbers == [
        "青环行罚决字〔2026〕1号",
        "青环行罚决字〔2026〕2号",
        "青环行罚告字〔2026〕1号",
        "青环行罚决字〔2026〕1号",
        "青环行罚决字〔2027〕1号",
        "青环行罚决字〔2026〕3号",
    ]


def test_a_refused_act_gives_its_number_back() -> None:
    matter = make_matter()

    def work(act: Act) -> None:
        make(act, "penalty-decision", sample("penalty-decision"))
        raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        within(matter, work)

    assert make_document(matter).number == "青环行罚决字〔2026〕1号"


def test_a_void_document_keeps_its_number_for_ever() -> None:
    matter = make_matter()
    first = make_document(matter)

    within(matter, lambda act: void(act, first, "当事人名称有误"))

    assert make_document(matter).serial == 2
    assert Document.objects.get(pk=first.pk).number == "青环行罚决字〔2026〕1号"
    with pytest.raises(RuleBroken, match="已经作废"):
        within(matter, lambda act: void(act, first, "再次"))


def test_a_number_cannot_be_given_twice_even_if_the_series_is_set_back() -> None:
    matter = make_matter()
    make_document(matter)
    NumberSeries.objects.update(last=0)

    with pytest.raises(IntegrityError):
        make_document(matter)


def test_documents_without_series_bear_no_number() -> None:
    matter = make_matter()

    assert [make_document(matter, "delivery-receipt").number for _ in range(2)] == ["", ""]


def test_the_job_makes_both_files_and_issues_the_document() -> None:
    matter = make_matter()
    document = make_document(matter)

    work_until_idle(CLOCK)

    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    files = {file.format: file for file in document.files.all()}
    assert set(files) == {"pdf", "docx"}
    for file in files.values():
        with store().open(file.sha256) as kept:
            content = kept.read()
        sm3 = hashes.Hash(hashes.SM3())
        sm3.update(content)
        assert (file.size, file.sm3) == (len(content), sm3.finalize().hex())
        assert hashlib.sha256(content).hexdigest() == file.sha256


def test_the_pdf_is_signed_in_the_name_of_the_agency() -> None:
    document = make_document(make_matter())
    work_until_idle(CLOCK)

    with store().open(document.files.get(format="pdf").sha256) as kept:
        verdict = check(kept.read(), roots=seal_backend().roots())

    assert (verdict.holds, verdict.signer) == (True, "青川市生态环境局")


def test_issuing_writes_one_entry_of_its_own() -> None:
    matter = make_matter()
    make_document(matter)
    before = Entry.objects.filter(stream=matter.stream).count()

    work_until_idle(CLOCK)

    entries = Entry.objects.filter(stream=matter.stream).order_by("seq")
    assert entries.count() == before + 1
    last = entries.last()
    assert last is not None
    assert last.act == "documents.record_issue"


def test_a_job_that_fails_leaves_the_document_frozen_and_succeeds_later() -> None:
    document = make_document(make_matter())
    with override_settings(GONGJIAN_MODE="production"):
        with pytest.raises(NoAuthority, match="gongjian init"):
            render(clock=CLOCK, document=str(document.uid))
        document.refresh_from_db()
        assert (document.state, document.files.count()) == (DocumentState.FROZEN, 0)

        make_authority()
        render(clock=CLOCK, document=str(document.uid))

    document.refresh_from_db()
    assert (document.state, document.files.count()) == (DocumentState.ISSUED, 2)


def test_the_job_may_be_run_again_and_does_nothing() -> None:
    document = make_document(make_matter())
    render(clock=CLOCK, document=str(document.uid))
    files = list(DocumentFile.objects.values_list("sha256", flat=True))
    entries = Entry.objects.count()

    render(clock=CLOCK, document=str(document.uid))

    assert list(DocumentFile.objects.values_list("sha256", flat=True)) == files
    assert Entry.objects.count() == entries


def test_a_worker_that_comes_second_records_nothing() -> None:
    # Two workers drew the same document: the slower one still believes that it is frozen.
    document = make_document(make_matter())
    slower = Document.objects.select_related("matter").get(pk=document.pk)
    issue(Document.objects.select_related("matter").get(pk=document.pk), CLOCK)

    with pytest.raises(RuleBroken, match="已经制发"):
        issue(slower, CLOCK)

    assert DocumentFile.objects.count() == 2


def test_a_document_made_void_in_the_meantime_is_not_issued() -> None:
    matter = make_matter()
    document = make_document(matter)
    within(matter, lambda act: void(act, document, "写错"))

    work_until_idle(CLOCK)

    assert not DocumentFile.objects.exists()


def test_files_cannot_be_recorded_for_a_document_of_another_matter() -> None:
    document, other = make_document(make_matter()), make_matter()
    file = FileMade(format="pdf", sha256="0" * 64, sm3="0" * 64, size=1)

    with pytest.raises(NotFound):
        record_issue(
            actor=SYSTEM,
            matter=other.uid,
            clock=CLOCK,
            cmd=RecordIssue(document=document.uid, files=(file,)),
        )


@pytest.mark.tampers
def test_a_text_that_no_longer_has_its_hash_is_not_drawn() -> None:
    document = make_document(make_matter())
    document.data = document.data.replace("52,120", "2,120")

    with pytest.raises(RuleBroken, match="哈希不符"):
        issue(document, CLOCK)


@pytest.mark.parametrize("column", ["data", "data_hash", "number", "token", "made_at", "kind"])
def test_the_database_refuses_to_change_a_frozen_column(column: str) -> None:
    document = make_document(make_matter())
    value = AT + timedelta(days=1) if column == "made_at" else "x"

    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**{column: value})


def test_the_database_refuses_to_delete_a_document_or_change_a_file() -> None:
    document = make_document(make_matter())
    work_until_idle(CLOCK)

    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document)._raw_delete("default")


def test_matters_ask_which_documents_are_held() -> None:
    matter = make_matter()
    make_document(matter, "penalty-notice")
    wrong = make_document(matter, "delivery-receipt")
    within(matter, lambda act: void(act, wrong, "写错"))

    assert ports.documents_held(matter) == {"penalty-notice"}


def test_the_last_issued_document_of_a_kind_is_found() -> None:
    matter = make_matter()
    assert queries.issued(matter, "penalty-notice") is None
    make_document(matter, "penalty-notice")
    second = make_document(matter, "penalty-notice")
    work_until_idle(CLOCK)
    make_document(matter, "penalty-notice")

    found = queries.issued(matter, "penalty-notice")

    assert found == second
    assert len(queries.documents_of(matter)) == 3


@override_settings(GONGJIAN_MODE="demo")
def test_the_demo_mark_is_frozen_with_the_document() -> None:
    document = make_document(make_matter())

    assert json.loads(document.data)["demo"] is True


def test_the_code_on_paper_leads_to_the_outward_document_only() -> None:
    matter = make_matter()
    decision, receipt = make_document(matter), make_document(matter, "delivery-receipt")

    assert queries.by_token(decision.token) == decision
    assert queries.by_token(receipt.token) is None
    assert decision.token in decision.data
    assert len(decision.token) == 22


def test_keys_lie_in_the_home_folder(home: Path) -> None:
    make_document(make_matter())
    work_until_idle(CLOCK)

    assert (home / "keys" / "pdf-ca.pem").exists()


def test_making_a_numbered_document_takes_few_statements(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    matter = make_matter()
    make_document(matter)

    def work(act: Act) -> None:
        with django_assert_max_num_queries(5):  # number 2, template, row, job
            make(act, "penalty-decision", sample("penalty-decision"))

    within(matter, work)
