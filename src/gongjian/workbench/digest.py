"""One letter a day about what is unread, for whoever switched it on; it names no case."""

from collections import Counter
from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction

from gongjian.common.clock import local_date
from gongjian.orgs.queries import actor_for

from .models import Digest, NoticeKind
from .notices import notices_of


def send(now: datetime) -> int:
    """Send each due letter once a day; return how many went out.

    A letter leaves the house, so it tells numbers and kinds only, no case, party or cause.
    """
    today, sent = local_date(now), 0
    due = Digest.objects.filter(on=True, officer__left_on=None).exclude(sent_on=today)
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            row = Digest.objects.select_for_update().select_related("officer__agency").get(pk=pk)
            if row.sent_on == today:
                continue
            row.sent_on = today
            row.save()
            sent += _one(row)
    return sent


def _one(row: Digest) -> int:
    assert row.sent_on is not None
    actor = actor_for(row.officer, "digest", row.sent_on)
    kinds = Counter(notices_of(actor).filter(read_at=None).values_list("kind", flat=True))
    if not kinds:
        return 0
    lines = "，".join(f"{NoticeKind(kind).label}{number}条" for kind, number in kinds.items())
    send_mail(
        f"公鉴：您有{kinds.total()}条未读提醒",
        f"{row.officer.name}：\n\n您有{kinds.total()}条未读提醒：{lines}。\n请登录工作台查看。\n",
        None,
        [row.address],
        fail_silently=True,
    )
    return 1
