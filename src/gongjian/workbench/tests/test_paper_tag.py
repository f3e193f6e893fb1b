"""A document as one line: linked once it was drawn."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from gongjian.cases.testing import file_case, make_cast, open_case
from gongjian.documents.models import Document
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
