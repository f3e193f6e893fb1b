"""Documents and steps as lines show them: many stand on one page, so these are no templates."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongjian.documents.choices import DocumentState, FileFormat
from gongjian.documents.models import Document, DocumentFile
from gongjian.matters.models import Step
from gongjian.ui.links import link
from gongjian.ui.templatetags.ui import moment, stamp

register = template.Library()


@register.simple_tag
def paper(document: Document) -> SafeString:
    """Link a document by title and number; as long as no file was made, say how far it is."""
    words = f"{document.title} {document.number}".rstrip()
    formats = {file.format for file in document.files.all()}
    if FileFormat.PDF in formats:
        address = link("documents:pdf", document.uid)
        return format_html('<a class="doc" href="{}">{}</a>', address, words)
    if formats:
        return SafeString()
    how_far = document.get_state_display()
    return format_html(
        '<span class="doc">{} <span class="muted small">{}</span></span>', words, how_far
    )


@register.simple_tag
def papers(documents: Sequence[Document]) -> SafeString:
    """List documents in one line each; nothing where there is none."""
    if not documents:
        return SafeString()
    lines = format_html_join("", "<li>{}</li>", ((paper(document),) for document in documents))
    return format_html('<ul class="papers">{}</ul>', lines)


@register.simple_tag
def step_line(step: Step) -> SafeString:
    """Tell what was done, to what it gave a name (a piece of evidence), when and by whom."""
    post = step.officer.post if step.officer else ""
    named = step.data.get("name")
    return format_html(
        '<p class="what"><strong>{}</strong><time datetime="{}">{}</time></p>\n'
        '      <p class="by">{}</p>',
        f"{step.name}：{named}" if isinstance(named, str) and named else step.name,
        stamp(step.at),
        moment(step.at),
        f"{step.by_name} · {post}" if post else step.by_name,
    )


@register.simple_tag
def document_line(document: Document) -> SafeString:
    """Tell what a document is and how far, with its files."""
    files = (
        (_address(f, document), document.title, f.get_format_display())
        for f in document.files.all()
    )
    links = format_html_join(" · ", '<a href="{0}" aria-label="{1} {2}">{2}</a>', files)
    told = [document.number, moment(document.made_at), document.get_state_display()]
    if document.outward and document.state != DocumentState.VOID:
        told.append(_("对外文书，可扫码核验"))
    return format_html(
        '<p class="what"><strong>{}</strong><span>{}</span></p>\n        <p class="by">{}</p>',
        document.title,
        links,
        " · ".join(filter(None, told)),
    )


def _address(file: DocumentFile, document: Document) -> str:
    pdf = file.format == FileFormat.PDF
    return link("documents:pdf" if pdf else "documents:docx", document.uid)
