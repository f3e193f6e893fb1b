"""Closed lists of the app."""

from django.db.models import TextChoices


class ListKind(TextChoices):
    """What an agency publishes before it enforces. Source: 国办发〔2018〕118号 （四）; HN1; DZ2."""

    BODIES = "bodies", "执法主体清单"
    BODY_REVIEW = "body-review", "执法主体重新核定结果"
    OFFICERS = "officers", "执法人员名册"
    POWERS = "powers", "权责清单"
    FLOWCHARTS = "flowcharts", "执法流程图"
    GUIDES = "guides", "服务指南"
    SPOT_CHECKS = "spot-checks", "随机抽查事项清单"
    CHECK_PLANS = "check-plans", "随机抽查计划"
    CHECK_DRAWS = "check-draws", "随机抽查抽取记录"
    CHECK_RESULTS = "check-results", "随机抽查结果"
    REVIEW = "review", "重大执法决定法制审核目录清单"
    RECORDING = "recording", "音像记录事项清单"
    DISCRETION = "discretion", "行政裁量权基准"
    REMEDIES = "remedies", "救济和监督渠道"


# Lists whose items a publisher states one by one; the others are drawn from what decides. Powers
# are both: those of the catalogue, and what the agency states of its own.
STATED = (ListKind.GUIDES, ListKind.SPOT_CHECKS, ListKind.POWERS)
# What is owed from its first line on, even before any version was published.
OF_CHECKS = (ListKind.CHECK_DRAWS, ListKind.CHECK_RESULTS)
OWED = (*OF_CHECKS, ListKind.BODY_REVIEW)
# What says how things are, and is looked through again; the others record what happened on a day.
CONFIRMABLE = tuple(kind for kind in ListKind if kind not in OWED)


class PowerKind(TextChoices):
    """What a list of powers tells apart. Source: 中办发〔2015〕21号 （一）."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    LEVY = "levy", "行政征收"
    PAYMENT = "payment", "行政给付"
    INSPECTION = "inspection", "行政检查"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    RULING = "ruling", "行政裁决"
    OTHER = "other", "其他行政权力"


class TaskGround(TextChoices):
    """Why a published list has to be taken in hand. Source: HN8; REQUIREMENTS P18."""

    CHANGED = "changed", "资料变化，须调整"
    UNCONFIRMED = "unconfirmed", "定期核对"


class BoardKind(TextChoices):
    """Where a board hangs. Source: HN5; KM2.1.2(3); LF1.3(3); XM4.1.3."""

    SERVICE = "service", "政务服务窗口"
    POLICE = "police", "接警区"


class ListState(TextChoices):
    DRAFTED = "drafted", "待复核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已公布"


class BodyOutcome(TextChoices):
    """What a re-verification found of a body. Source: KM3.2.2."""

    KEPT = "kept", "符合条件，继续执法"
    ADJUSTED = "adjusted", "符合条件，清单内容须调整"
    LOST = "lost", "不再具备执法主体资格"


class FileFormat(TextChoices):
    JSON = "json", "清单（JSON）"
    CSV = "csv", "清单（电子表格 CSV）"


class WithholdingGround(TextChoices):
    """Why a person of the register is only counted. Source: DZ四（三）; LF1.2."""

    SAFETY = "safety", "公开会危及本人或者近亲属人身安全"
    COVERT = "covert", "承担不宜公开身份的执法任务"


class Standing(TextChoices):
    """How a published list compares with what the system holds now."""

    MISSING = "missing", "尚未公布"
    CURRENT = "current", "与系统一致"
    CHANGED = "changed", "资料已变化，待调整"
    OVERDUE = "overdue", "逾期未调整"
    WAITING = "waiting", "新版本待复核"
    STALE = "stale", "逾期未核对"
