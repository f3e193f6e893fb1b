"""Opening files: only with the matter, never without a trace, never a changed file."""

import uuid
from pathlib import Path

import pytest
from django.test import Client

from gongjian.accounts.middleware import SEEN, SIGNED_IN
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.models import Document, DocumentAccess
from gongjian.documents.services import open_file
from gongjian.documents.testing import AT, make_document, make_matter, within
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.matters.services import recuse
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_agency, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CLOCK = fixed(AT)


def issued_document(kind: str = "penalty-decision") -> Document:
    document = make_document(make_matter(), kind)
    work_until_idle(CLOCK)
    return document


def handler_of(matter: Matter) -> Actor:
    return actor_for(matter.lead, "page", CLOCK.today())


def test_a_handler_opens_the_file_and_leaves_a_trace() -> None:
    document = issued_document()

    opened = open_file(handler_of(document.matter), document.uid, "pdf", CLOCK)

    assert opened.content.startswith(b"%PDF")
    assert opened.name == "行政处罚决定书青环行罚决字〔2026〕1号.pdf"
    access = DocumentAccess.objects.get()
    assert (access.document, access.officer, access.at) == (document, document.matter.lead, AT)


def test_who_may_not_see_the_matter_learns_nothing_of_the_document() -> None:
    document = issued_document()
    stranger = actor_for(make_officer(make_agency("滨海市公安局")), "page", CLOCK.today())
    colleague = actor_for(make_officer(document.agency), "page", CLOCK.today())

    for actor in (stranger, colleague, Actor(name="")):
        with pytest.raises(NotFound) as refused:
            open_file(actor, document.uid, "pdf", CLOCK)
        with pytest.raises(NotFound) as absent:
            open_file(actor, uuid.uuid4(), "pdf", CLOCK)
        assert str(refused.value) == str(absent.value)
    assert not DocumentAccess.objects.exists()


def test_a_file_that_is_not_made_yet_is_told_from_one_that_does_not_exist() -> None:
    document = make_document(make_matter())

    with pytest.raises(RuleBroken, match="制作中"):
        open_file(handler_of(document.matter), document.uid, "pdf", CLOCK)


@pytest.mark.tampers
def test_a_file_changed_on_disk_is_not_handed_out(home: Path) -> None:
    document = issued_document()
    sha256 = document.files.get(format="pdf").sha256
    (path,) = (p for p in home.rglob(sha256))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(RuleBroken, match="哈希不符"):
        open_file(SYSTEM, document.uid, "pdf", CLOCK)
    assert not DocumentAccess.objects.exists()


def test_a_page_sends_the_file_to_the_signed_in_handler(client: Client) -> None:
    matter = make_matter()
    officer = make_officer(matter.agency, ("agency_head",), account=True)
    document = make_document(matter)
    work_until_idle(CLOCK)
    assert officer.user is not None
    client.force_login(officer.user)
    session = client.session
    session.update(dict.fromkeys((SIGNED_IN, SEEN), Clock().now().timestamp()))
    session.save()

    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(f"/staff/documents/{document.uid}.{kind}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert answer["Cache-Control"] == "private, no-store"


def test_a_page_sends_nothing_to_who_is_not_signed_in(client: Client) -> None:
    document = issued_document()

    answer = client.get(f"/staff/documents/{document.uid}.pdf")

    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_a_recused_officer_no_longer_sees_the_documents() -> None:
    matter = make_matter()
    document = make_document(matter)
    work_until_idle(CLOCK)
    head = make_officer(matter.agency, ("unit_head",))
    within(
        matter,
        lambda act: recuse(act, matter.second, "与当事人有亲属关系"),
        actor=actor_for(head, "page", CLOCK.today()),
    )

    assert matter.second is not None
    with pytest.raises(NotFound):
        open_file(actor_for(matter.second, "page", CLOCK.today()), document.uid, "pdf", CLOCK)
