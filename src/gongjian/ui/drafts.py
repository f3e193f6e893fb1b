"""Drafts save themselves while a form is typed, and survive sign-out and a killed server."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gongjian.common.errors import NotFound, RuleBroken

from .models import Draft

MOST_CHARACTERS = 200_000
MOST_DRAFTS = 200
KEY = re.compile(r"[a-z_]+\.[a-z_]+:[0-9a-f-]{0,36}")
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "expect_seq", "add", "drop", "next"})


@dataclass(frozen=True, slots=True)
class Restored:
    """A draft as a form takes it up again."""

    data: Mapping[str, Sequence[str]]
    saved_at: datetime


def save_draft(user: Any, key: str, typed: Mapping[str, Sequence[str]], now: datetime) -> datetime:
    """Keep the fields of a form; the oldest draft of the person gives way to the 201st.

    Raises:
        NotFound: the key is no form's.
        RuleBroken: larger than a form can be.
    """
    if not KEY.fullmatch(key):
        raise NotFound("没有这个表单的草稿，请从案件页面重新进入")
    kept = {name: list(values) for name, values in typed.items() if name not in NOT_TYPED}
    data = json.dumps(kept, ensure_ascii=False)
    if len(data) > MOST_CHARACTERS:
        raise RuleBroken("草稿的内容过长，没有保存。请先精简，或者把长的材料作为证据登记")
    with transaction.atomic():
        Draft.objects.update_or_create(user=user, key=key, defaults={"data": data, "saved_at": now})
        kept_ids = Draft.objects.filter(user=user).order_by("-saved_at", "-id")
        oldest = list(kept_ids.values_list("pk", flat=True)[MOST_DRAFTS:])
        if oldest:
            Draft.objects.filter(pk__in=oldest).delete()
    return now


def find_draft(user: Any, key: str) -> Restored | None:
    """Return what this person had typed into a form, or None."""
    row = Draft.objects.filter(user=user, key=key).first()
    return Restored(json.loads(row.data), row.saved_at) if row else None


def drop_drafts_about(uid: UUID) -> None:
    """Forget what anybody has typed about one thing into any form."""
    Draft.objects.filter(key__endswith=f":{uid}").delete()


def drop_draft(user: Any, key: str) -> None:
    """Forget a draft (its act was done, or the person threw it away)."""
    Draft.objects.filter(user=user, key=key).delete()
