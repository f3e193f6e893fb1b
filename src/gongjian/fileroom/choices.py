"""Closed lists of reading the file."""

from django.db.models import TextChoices

from .rules import rules


class ReadingState(TextChoices):
    GRANTED = "granted", "正在准备"
    OPEN = "open", "可以查阅"
    ENDED = "ended", "已停止查阅"


class PartState(TextChoices):
    DRAWING = "drawing", "正在制作"
    READY = "ready", "已制作"
    FAILED = "failed", "制作失败"


REFUSALS = tuple((one.code, one.label) for one in rules().refusals.values())
