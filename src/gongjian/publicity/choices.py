"""Closed lists of the app."""

from django.db.models import TextChoices


class Answer(TextChoices):
    """What the gate answers, mildest first."""

    PUBLISH = "publish", "公开"
    REDACT = "redact", "隐去部分内容后公开"
    WITHHOLD = "withhold", "不予公开"


class ReleaseState(TextChoices):
    DRAFTED = "drafted", "待复核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已公示"
    WITHHELD = "withheld", "不予公开"
    REPLACED = "replaced", "已更正"


class ItemKind(TextChoices):
    """What kind of act is made public: the gate asks it, and every public row tells it.

    Source: 国办发〔2018〕118号 二（六）; 行政强制法 第九条、第十二条.
    """

    PENALTY_DECISION = "penalty-decision", "行政处罚决定"
    NO_PENALTY = "no-penalty-decision", "不予行政处罚决定"
    COERCIVE_MEASURE = "coercive-measure", "行政强制措施决定"
    COERCIVE_EXECUTION = "coercive-execution", "行政强制执行决定"


class ItemState(TextChoices):
    LIVE = "live", "公示中"
    WITHDRAWN = "withdrawn", "已撤回"
    CORRECTED = "corrected", "已更正"
    ENDED = "ended", "公示期满"
    SUSPENDED = "suspended", "核查中，暂停展示"


class FileFormat(TextChoices):
    JSON = "json", "公示文本（JSON）"


class Finding(TextChoices):
    """What a reader of the rendition found on one point. Source: DZ1(1); KM2.1."""

    CLEAR = "clear", "没有问题"
    HANDLED = "handled", "有问题，已处理"


class Choice(TextChoices):
    """What a person makes of a find that may identify somebody."""

    HIDE = "hide", "确认隐去"
    KEEP = "keep", "不隐去，予以保留"


class WithdrawalGround(TextChoices):
    """Source: 行政处罚法 第四十八条第二款."""

    CHANGED = "changed", "决定被依法变更"
    REVOKED = "revoked", "决定被依法撤销"
    UNLAWFUL = "unlawful", "决定被确认违法"
    VOID = "void", "决定被确认无效"
    REMADE = "remade", "被责令重新作出决定"
    NOT_PUBLIC = "not_public", "依法不应公开"


class ObjectionGround(TextChoices):
    """What somebody says is wrong with a publication. Source: HN12; 政府信息公开条例 第四十一条."""

    INACCURATE = "inaccurate", "内容不准确"
    PRIVACY = "privacy", "泄露个人隐私、个人信息"
    SECRET = "secret", "泄露商业秘密"
    NOT_PUBLIC = "not_public", "依法不应公开"
    OUTDATED = "outdated", "决定已经变更、撤销或者公示期已满"
    OTHER = "other", "其他"


class ObjectionState(TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"


class ObjectionOutcome(TextChoices):
    UPHELD = "upheld", "异议成立，予以更正或者撤回"
    PARTLY = "partly", "异议部分成立"
    REJECTED = "rejected", "异议不成立"


class UrgeKind(TextChoices):
    """What a supervisor finds wrong with a publication. Source: HN8, HN10, HN11."""

    LATE = "late", "逾期未公示"
    IMPROPER = "improper", "公示不当，应当更正或者撤回"


class UrgeState(TextChoices):
    OPEN = "open", "待办理"
    ANSWERED = "answered", "已答复"
    ENDED = "ended", "已经办结"


class NumberState(TextChoices):
    """What became of one number of a series of decisions, as everyone may read it."""

    PENDING = "pending", "未到公示期限"
    OVERDUE = "overdue", "逾期未公示"
    PUBLISHED = "published", "公示中"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "公示期满"
    SUSPENDED = "suspended", "核查中，暂停展示"
    WITHHELD = "withheld", "依法不予公开"
    VOID = "void", "作废"


class WithheldGround(TextChoices):
    """The class of ground alone, never more. Source: 政府信息公开条例 第十四条、第十五条."""

    PUBLIC_ORDER = "public_order", "治安管理违法记录封存"
    MINOR = "minor", "涉及未成年人"
    SECRET = "secret", "国家秘密、工作秘密"
    SECURITY = "security", "危及国家安全、公共安全、经济安全、社会稳定"
    PRIVACY = "privacy", "个人隐私"
    TRADE = "trade", "商业秘密"
    OTHER = "other", "其他依法不予公开的情形"


class AttachmentState(TextChoices):
    """How far the public copy of a file is."""

    READING = "reading", "正在读取"
    MARKING = "marking", "待确认遮盖"
    DRAWING = "drawing", "正在制作公开稿"
    READY = "ready", "公开稿已制成"
    FAILED = "failed", "无法处理"
    DROPPED = "dropped", "已放弃"


class BoxKind(TextChoices):
    """What a person covers on a page."""

    NAME = "姓名", "姓名"
    NUMBER = "证件号码", "证件号码"
    PHONE = "电话号码", "电话号码"
    ADDRESS = "住址", "住址（县级以下）"
    ACCOUNT = "账户", "银行账户、网络账号"
    PLATE = "机动车号牌", "机动车号牌"
    SIGNATURE = "签名", "签名、指印、手写内容"
    FACE = "人像", "人像、照片"
    HEALTH = "健康状况", "健康状况"
    SECRET = "商业秘密", "商业秘密"
    OTHER = "其他内容", "其他应当隐去的内容"
