"""Filters and tags of every template."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongjian.common import money, text
from gongjian.common.clock import HOME_ZONE, local_date

register = template.Library()
NEAR_DAYS = 3


def _date(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as tables show it: 2026-11-22."""
    return _date(value).isoformat() if value else ""


@register.filter
def date_zh(value: date | datetime | None) -> str:
    """Write a date as prose shows it: 2026年11月22日."""
    if not value:
        return ""
    on = _date(value)
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Name the day of the week: 星期二."""
    return f"星期{'一二三四五六日'[_date(value).weekday()]}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment at home: 2026-11-22 09:30."""
    return f"{value.astimezone(HOME_ZONE):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """Write a moment for machines: 2026-11-22T09:30:00+08:00."""
    return value.astimezone(HOME_ZONE).isoformat(timespec="seconds") if value else ""


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as yuan: 123456 → 1,234.56元."""
    return f"{money.yuan(fen)}元" if fen is not None else ""


@register.filter
def mask_name(name: str) -> str:
    """Write a person's name as the public may read it: 张某."""
    return text.mask_name(name)


@register.filter
def short(value: object, length: int = 40) -> str:
    """Cut a long text."""
    return text.shorten(str(value), length)


@register.filter
def sentence(value: object) -> str:
    """End a text with a full stop unless it ends as a sentence already."""
    text = str(value)
    return text if text.endswith(("。", "！", "？", "…")) or not text else f"{text}。"


@register.filter
def law(source: str) -> str:
    """Write a source as people read it: the statutes, without the codes of our own rule list."""
    return text.statutes(source)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping; empty when absent."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def days_between(due_on: date | None, today: date) -> int | None:
    """Return how many days are left (negative when late)."""
    return (due_on - today).days if due_on else None


@register.simple_tag
def due(due_on: date | None, today: date, right: bool = False) -> SafeString:
    """Show a due date as a badge; colour only for what is late or near.

    A `right` is the party's to use or not: its end is no lateness of anybody.
    """
    if not due_on:
        return mark_safe('<span class="muted">—</span>')  # ours
    return _badge((due_on - today).days, right, get_language())


@lru_cache(maxsize=2048)
def _badge(days: int, right: bool, _language: str | None) -> SafeString:
    """Draw how many days are left; lists show the same few numbers again and again."""
    tone, words = "plain", ""
    if days < 0:
        late = _("超期 %(days)s 日") % {"days": localize(-days)}
        tone, words = ("plain", _("已届满")) if right else ("late", late)
    else:
        tone = "near" if days <= NEAR_DAYS and not right else "plain"
        words = _("剩 %(days)s 日") % {"days": localize(days)} if days else _("今日到期")
    return format_html('<span class="badge {} due">{}</span>', tone, words)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a sign of the sprite; without a label it is hidden from readers of the screen."""
    link = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, link
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', link)


@register.inclusion_tag("ui/_field.html")
def plain_field(field: Any) -> dict[str, Any]:
    """Draw a field of a Django form in the way of every other form."""
    widget = field.field.widget
    widget.attrs["class"] = "check" if widget.input_type == "checkbox" else "input"
    described = [f"{field.auto_id}_help"] if field.help_text else []
    if field.errors:
        widget.attrs["aria-invalid"] = "true"
        described.append(f"{field.auto_id}_error")
    if described:
        widget.attrs["aria-describedby"] = " ".join(described)
    return {"field": field}
