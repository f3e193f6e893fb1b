"""Documents as lines and links show them: many stand on one page, so these are no templates."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongjian.documents.choices import FileFormat
from gongjian.documents.models import Document

register = template.Library()


@register.simple_tag
def paper(document: Document) -> SafeString:
    """Link a document by title and number; as long as no file was made, say how far it is."""
    words = f"{document.title} {document.number}".rstrip()
    formats = {file.format for file in document.files.all()}
    if FileFormat.PDF in formats:
        link = reverse("documents:pdf", args=[document.uid])
        return format_html('<a class="doc" href="{}">{}</a>', link, words)
    if formats:
        return SafeString()
    how_far = document.get_state_display()
    return format_html(
        '<span class="doc">{} <span class="muted small">{}</span></span>', words, how_far
    )
