"""A document as one line: linked once it was drawn."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from gongjian.cases.testing import file_case, make_cast, open_case
from gongjian.documents.models import Document
from gongjian.documents.queries import know_files
from gongjian.documents.testing import typed_command
from gongjian.jobs.services import work_until_idle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def drawn(document: Document) -> str:
    return Template("{% load papers %}{% paper document %}").render(Context({"document": document}))


def test_a_document_is_a_link_once_its_file_was_made_and_its_words_are_never_markup() -> None:
    cast = make_cast()
    values = vars(typed_command("questioning-record", cast.now))
    matter = file_case(cast, open_case(cast))
    paper = cast.do("handler", "documents.make_questioning_record", matter, **values)

    waiting = drawn(paper)
    work_until_idle()
    made = Document.objects.get(pk=paper.pk)
    linked = drawn(made)
    made.title, made.number = "<b>笔录", "甲〔2026〕1号"

    assert paper.title in waiting
    assert paper.get_state_display() in waiting
    assert "href" not in waiting
    link = reverse("documents:pdf", args=[paper.uid])
    assert linked == f'<a class="doc" href="{link}">{paper.title}</a>'
    assert drawn(made) == f'<a class="doc" href="{link}">&lt;b&gt;笔录 甲〔2026〕1号</a>'


def test_lines_of_steps_and_documents_never_take_words_for_markup() -> None:
    cast = make_cast()
    values = vars(typed_command("questioning-record", cast.now))
    matter = file_case(cast, open_case(cast))
    paper = cast.do("handler", "documents.make_questioning_record", matter, **values)
    work_until_idle()
    made, taken = Document.objects.get(pk=paper.pk), matter.steps.order_by("seq").last()
    assert taken is not None
    made.title, taken.name, taken.by_name = "<i>笔录", "<i>询问", "<i>某"
    taken.data["name"] = "<i>照片"

    text = "{% load papers %}{% document_line made %}{% step_line taken %}{% papers none %}"
    shown = Template(text).render(Context({"made": made, "taken": taken, "none": []}))

    assert "<i>" not in shown
    assert f'<strong>&lt;i&gt;笔录</strong><span><a href="/staff/documents/{made.uid}' in shown
    assert "<strong>&lt;i&gt;询问：&lt;i&gt;照片</strong>" in shown
    assert shown.count("</p>") == 4


def test_what_is_known_of_files_is_what_the_database_holds() -> None:
    cast = make_cast()
    values = vars(typed_command("questioning-record", cast.now))
    matter, other = (file_case(cast, open_case(cast)) for _ in range(2))
    for one in (matter, other, matter):
        cast.do("handler", "documents.make_questioning_record", one, **values)
    work_until_idle()
    documents = list(Document.objects.filter(matter=matter))
    plain = {d.pk: list(d.files.all()) for d in Document.objects.filter(matter=matter)}

    know_files(matter, documents, scans=True)

    assert {d.pk: list(d.files.all()) for d in documents} == plain
    assert sum(map(len, plain.values())) > 1
    assert not any(d.scans.all() for d in documents)
    know_files(matter, [])
