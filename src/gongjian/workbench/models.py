"""What the workbench keeps of its own: the demo's clock, notices, keys of creations, filters."""

from django.conf import settings
from django.db import models

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record


class DemoClock(Record):
    """One push of the demo's clock: how far it runs ahead of the system from now on."""

    stream = models.ForeignKey("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    ahead_seconds = models.PositiveBigIntegerField(unique=True)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-ahead_seconds"]


class NoticeKind(models.TextChoices):
    """Why somebody is told of a matter."""

    TASK = "task", "待办"
    RETURNED = "returned", "退回"
    APPROVED = "approved", "批准"
    REFUSED = "refused", "不予批准"
    FAILED = "failed", "送达未成"
    COMMON = "common", "共同决定"
    RECUSAL = "recusal", "回避答复"
    NEAR = "near", "临期"
    LATE = "late", "超期"


class Notification(models.Model):
    """One quiet word to one officer about one matter, or about the agency's public texts (None).

    Derived, so no record. What is shown is filtered again by what the officer may see today.
    """

    officer = models.ForeignKey("orgs.Officer", on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.CASCADE, null=True, related_name="+"
    )
    alert = models.ForeignKey(
        "matters.DeadlineAlert", on_delete=models.CASCADE, null=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=NoticeKind.choices)
    words = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Said once, as long as it was not read: ten steps in an hour are no ten words.
            models.UniqueConstraint(
                fields=["officer", "matter", "kind", "words"],
                condition=models.Q(read_at__isnull=True),
                name="notification_unread_once",
            ),
            models.UniqueConstraint(
                fields=["officer", "kind", "words"],
                condition=models.Q(read_at__isnull=True, matter__isnull=True),
                name="notification_of_none_once",
            ),
            models.UniqueConstraint(fields=["officer", "alert"], name="notification_of_alert_once"),
        ]
        indexes = [
            models.Index(fields=["officer", "-raised_at", "-id"], name="notification_newest"),
            models.Index(
                fields=["officer"],
                name="notification_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


class Digest(models.Model):
    """Where an officer wants one letter a day about what is unread; off unless switched on."""

    officer = models.OneToOneField("orgs.Officer", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    on = models.BooleanField(default=False)
    sent_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.address


class Once(models.Model):
    """A creation asked for under a key of the caller's: asked again, it is answered, not repeated.

    No record: what was created stands in the ledger, this only remembers under which key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    act = models.CharField(max_length=64)
    command_hash = models.CharField(max_length=64)
    uid = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key}"


class KeptFilter(models.Model):
    """What one person looks for again and again in one list; encrypted, since words name parties.

    No record, and no right: the list shows what the person may see on the day it is opened.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = EncryptedText()
    query = EncryptedText()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "page"], name="kept_filter_of_page")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page}"
