"""Django's `translate` and `url`, for what is the same on every page: found once, then repeated."""

from typing import Any
from uuid import UUID

from django import template
from django.template.base import Node, Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from gongjian.ui.links import link

register = template.Library()


class Said(Node):
    """A sentence of the template itself, remembered in each language."""

    child_nodelists = ()

    def __init__(self, plain: TranslateNode) -> None:
        self.plain = plain
        self.known: dict[Any, str] = {}

    def render(self, context: Context) -> str:
        key = _language(context), context.autoescape
        if key not in self.known:
            self.known[key] = self.plain.render(context)
        return self.known[key]


def _language(context: Any) -> str | None:
    """Return the language of the page: asked once for it, where two hundred sentences are said."""
    known: dict[str, str | None] = context.__dict__
    if "said_in" not in known:
        known["said_in"] = get_language()
    return known["said_in"]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Translate as Django does; a sentence that stands in the template is looked up once."""
    node: Any = do_translate(parser, token)
    said = node.filter_expression
    constant = isinstance(said.var, Variable) and said.var.literal is not None
    fixed = constant and not (said.filters or node.asvar or node.message_context)
    return Said(node) if fixed else node


class Address(URLNode):
    """The address of a page, for whose name and parts `link` knows the shape."""

    def render(self, context: Context) -> str:
        parts = [part.resolve(context) for part in self.args]
        if self.kwargs or not all(isinstance(part, str | UUID) and part for part in parts):
            return super().render(context)
        try:
            found = link(self.view_name.resolve(context), *parts)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar is None:
            return found
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Find an address as Django does."""
    node: Any = plain_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
