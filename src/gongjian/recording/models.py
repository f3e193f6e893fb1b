"""Recordings, files handed in for one, and who played which."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import TYPES, Kind, Media


class File(models.Model):
    """What is known of a file by its content. The bytes lie in the vault under `sha256`."""

    kind = models.CharField(max_length=5, choices=Kind.choices)
    media = models.CharField(max_length=3, choices=Media.choices)
    seconds = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        abstract = True

    @property
    def content_type(self) -> str:
        """What a browser is told of it."""
        return TYPES[Kind(self.kind), Media(self.media)]

    @property
    def length(self) -> str:
        """How long it plays, in words; "" for a photo."""
        if self.kind == Kind.PHOTO:
            return ""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "小时"), (minutes, "分"), (seconds, "秒"))
        return "".join(f"{number}{unit}" for number, unit in parts if number)

    @property
    def weight(self) -> str:
        """How large it is, for people."""
        size = self.size / 1024
        for unit in ("KB", "MB"):
            if size < 1000:
                return f"{max(size, 0.1):.1f} {unit}"
            size /= 1024
        return f"{size:.1f} GB"


class Recording(Record, File):
    """A recording of one step of a matter. Never changed, never removed.

    Source: 国办发〔2018〕118号 三（十）至（十三）.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey("matters.Step", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    note = models.CharField(max_length=500)
    added_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "sha256"], name="recording_file_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="recording_is_not_empty"),
            models.CheckConstraint(condition=~Q(note=""), name="recording_says_what_it_shows"),
            models.CheckConstraint(
                condition=Q(started_at__lte=F("added_at")), name="recording_began_before_entry"
            ),
            models.CheckConstraint(
                condition=Q(kind="photo", seconds=0) | (~Q(kind="photo") & Q(seconds__gt=0)),
                name="recording_has_its_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.length}：{self.note}"


class RecordingUpload(File):
    """A file that a person has handed in and not yet registered. No record: it proves nothing."""

    uid = models.UUIDField(default=uuid4, unique=True)
    officer = models.ForeignKey("orgs.Officer", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        told = "，".join(filter(None, (self.get_kind_display(), self.length, self.weight)))
        return f"{self.name}（{told}）"


class RecordingAccess(models.Model):
    """Who played which recording, when, through which door; one row for each view (调阅记录).

    `view` is the page that was shown: however many pieces its player asks for, it is one view.
    """

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="accesses")
    view = models.UUIDField(unique=True)
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=100)
    door = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.by_name} {self.at:%Y-%m-%d %H:%M}"
