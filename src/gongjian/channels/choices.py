"""Closed lists of the app."""

from django.db.models import TextChoices


class LineKind(TextChoices):
    """What a batch for the credit platform says about a decision."""

    REPORT = "report", "报送"
    WITHDRAW = "withdraw", "撤下"


class FileKind(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    GONE = "gone", "撤下清单"


class ChannelKind(TextChoices):
    """How a channel hands on what is published."""

    FILE = "file", "文件（交换目录）"
    HTTP = "http", "接口推送（HTTP）"
    MAIL = "mail", "电子邮件"
    MESSAGE = "message", "短消息（短信、语音、微信、微博的网关）"

    @property
    def signed(self) -> bool:
        """Whether the receiver is told by a signature who sends."""
        return self in {ChannelKind.HTTP, ChannelKind.MESSAGE}


class Wanted(TextChoices):
    """How a channel should hold an item."""

    SHOW = "show", "公示"
    WITHDRAW = "withdraw", "撤下"


class DispatchState(TextChoices):
    WAITING = "waiting", "待送达"
    ACKNOWLEDGED = "acknowledged", "对方已接收"
    REFUSED = "refused", "对方退回"
    DROPPED = "dropped", "未曾送出，不再送"


# By what a checkpoint reaches a witness.
WITNESS_KINDS = tuple(
    (str(kind), str(kind.label)) for kind in (ChannelKind.HTTP, ChannelKind.FILE, ChannelKind.MAIL)
)
