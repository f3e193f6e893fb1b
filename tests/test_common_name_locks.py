"""What the database itself refuses of a decision in the common name of two agencies."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases import testing_several as several
from gongjian.cases.common_name import same_words
from gongjian.cases.models import (
    AccountLine,
    CommonAgency,
    CommonSignature,
    CommonText,
    Decision,
    Delivery,
    JointParty,
)
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter, Step
from gongjian.payments.models import PaymentNotice
from gongjian.publicity.testing import draft as drafted_release

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]


@pytest.fixture
def agencies(home: object) -> tuple[Cast, Cast]:
    cast = story.make_cast()
    return cast, common.make_other(cast)


def ready(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    return fresh(matter), fresh(own)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def refused(row: Any, **changed: object) -> None:
    """Try to put a row like this one, with what is changed, past every service."""
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    forged = type(row)(**(kept | {"id": None, "uid": uuid4()} | changed))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([forged])


def put(row: Any, **changed: object) -> Any:
    """Put a row like this one past every service: nothing but what is changed stands against it."""
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    (made,) = type(row).objects.bulk_create(
        [type(row)(**(kept | {"id": None, "uid": uuid4()} | changed))]
    )
    return made


def unchanged(row: Any, **changed: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changed)


def decision_of_its_own(cast: Cast, matter: Matter) -> Decision:
    """Return the unsaved decision that the leading agency would make without the other."""
    case = case_of(fresh(matter))
    draft = latest_draft(case)
    notice = case.notices.latest("id")
    assert draft is not None
    return Decision(
        case=case,
        draft=draft,
        draft_hash=draft.draft_hash,
        facts_hash=draft.facts_hash,
        notice=notice,
        noticed_facts_hash=draft.facts_hash,
        notice_served_on=notice.served_on,
        review_required=False,
        document=Document.objects.get(pk=notice.document_id),
        number="青环行罚决字〔2026〕99号",
        decided_on=cast.today,
        decided_by=cast.people["agency_head"],
        drafted_by=cast.people["handler"],
    )


def test_no_agency_decides_while_another_has_not_signed_its_very_draft(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = ready(cast, other)
    before = Entry.objects.count()

    refused(decision_of_its_own(cast, matter))
    refused(decision_of_its_own(other, own))

    assert (Entry.objects.count(), Decision.objects.count()) == (before, 0)
    # Signed, then drafted anew by the agency that signed: the signature holds no more.
    common.sign(other, own)
    newest = latest_draft(case_of(fresh(own)))
    assert newest is not None
    later = newest.drafted_at + timedelta(days=60)
    anew = {"version": newest.version + 1, "drafted_at": later, "uid": uuid4(), "id": None}
    kept = {f.attname: getattr(newest, f.attname) for f in newest._meta.concrete_fields}
    type(newest).objects.bulk_create([type(newest)(**(kept | anew))])
    refused(decision_of_its_own(cast, matter))


def test_nobody_signs_but_the_newest_text_in_the_same_words(agencies: tuple[Cast, Cast]) -> None:
    cast, other = agencies
    _, own = ready(cast, other)
    text = CommonText.objects.get()
    case, draft = case_of(own), latest_draft(case_of(own))
    assert draft is not None
    signature = CommonSignature(
        case=case,
        text=text,
        draft=draft,
        text_hash=same_words(text.draft),
        opinion="同意。",
        evidence=[],
        heard="已听取。",
        signed_by=other.people["agency_head"],
        signed_at=other.now,
    )

    refused(signature, signed_by_id=other.people["handler"].pk)
    refused(signature, draft_id=text.draft_id)
    refused(signature, case_id=text.case_id)
    lighter = latest_draft(case)
    assert lighter is not None
    kept = {f.attname: getattr(lighter, f.attname) for f in lighter._meta.concrete_fields}
    anew = {"version": 2, "fine_fen": 1, "uid": uuid4(), "id": None}
    type(lighter).objects.bulk_create([type(lighter)(**(kept | anew))])
    newest = type(lighter).objects.get(case=case, version=2)
    refused(signature, draft_id=newest.pk)
    refused(signature)
    refused(text, draft_id=newest.pk)


def test_an_agency_joins_only_with_its_own_case_on_the_same_party(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter = story.file_case(cast, story.open_case(cast))
    head = other.people["agency_head"]
    at = {"accepted_by": head, "accepted_at": other.now, "opinion": "同意。"}
    same = case_of(story.open_case(other))
    unasked = CommonAgency(
        lead=case_of(matter),
        agency=other.agency,
        case=same,
        reason="共同处理。",
        invited_by=cast.people["agency_head"],
        invited_at=cast.now,
        **at,
    )

    refused(unasked)
    common.together(cast, other)
    row = common.invite(cast, matter, other)
    unchanged(row, case=case_of(story.open_case(other, story.PERSON)), **at)
    unchanged(row, case=case_of(story.open_case(cast)), **at)
    unchanged(row, case=same)
    lead = CommonAgency.objects.get(case=case_of(matter))
    who = {"joined_at": cast.now, "joined_by": cast.people["agency_head"]}
    refused(JointParty(case=lead.case, lead=lead.case, **who))


def test_several_agencies_do_not_decide_on_several_parties(agencies: tuple[Cast, Cast]) -> None:
    cast, other = agencies
    case = case_of(several.joined(cast))
    who = {"invited_by": cast.people["agency_head"], "invited_at": cast.now}

    refused(CommonAgency(lead=case, agency=cast.agency, case=case, reason="共同。", **who))
    refused(CommonAgency(lead=case, agency=other.agency, reason="共同。", **who))


def test_the_copy_is_neither_served_charged_published_nor_closed_early(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = issued(cast, other)
    first, second = Decision.objects.order_by("id")
    step = Step.objects.filter(matter=own).latest("id")
    refused(step, code="close_common", seq=99)
    Decision.objects.filter(pk=second.pk).update(void=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        story.deliver(cast, fresh(matter))
    Decision.objects.filter(pk=second.pk).update(void=False)
    story.deliver(cast, fresh(matter))
    delivery = Delivery.objects.get(document=first.document)
    receipt = Document.objects.filter(matter=own, kind="inspection-record").get()
    notice, release = PaymentNotice.objects.get(), drafted_release(cast, fresh(matter))
    bill = Document.objects.filter(matter=matter, kind="inspection-record").get()

    sent = {"case_id": second.case_id, "document_id": second.document_id}
    refused(delivery, **sent, receipt_id=receipt.pk)
    refused(notice, decision_id=second.pk, matter_id=own.pk, document_id=bill.pk, code="X" * 12)
    refused(release, decision_id=second.pk)
    paid = {"kind": "received", "amount_fen": 1, "happened_on": cast.today, "at": cast.now}
    refused(AccountLine(decision=second, **paid))


def test_the_copy_of_a_decision_is_no_other_than_what_was_signed(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    _, own = issued(cast, other)
    second = Decision.objects.get(common_with__isnull=False)
    spare = Document.objects.filter(matter=own, kind="penalty-notice").get()
    Decision.objects.filter(pk=second.pk).update(void=True)
    signature = put(second.signature)
    copy = put(second.document, token="t" * 20)
    anew = {"void": False, "signature_id": signature.pk}

    refused(second, **anew, document_id=spare.pk)
    refused(second, **anew, document_id=copy.pk, number="青环行罚决字〔2026〕99号")
    refused(second, **anew, document_id=copy.pk, decided_by_id=other.people["deputy"].pk)
    refused(second, void=False, common_with_id=None, signature_id=None, document_id=copy.pk)
    refused(second, void=False, signature_id=None, document_id=copy.pk)
    refused(second.document, token="u" * 20, copy_of_id=spare.pk)
    put(second, **anew, document_id=copy.pk)


def issued(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    matter, own = ready(cast, other)
    common.sign(other, own)
    common.together(cast, other)
    common.issue(cast, matter)
    return fresh(matter), fresh(own)
