"""Closed lists of penalty cases, in the words of the law."""

from django.db.models import TextChoices


class PenaltyKind(TextChoices):
    """Kinds of penalty, light to heavy as the yearly report counts them.

    Source: 行政处罚法 第九条; order: 行政执法统计年报 T2 注.
    """

    WARNING = "warning", "警告"
    CRITICISM = "criticism", "通报批评"
    FINE = "fine", "罚款"
    CONFISCATE_GAIN = "confiscate_gain", "没收违法所得"
    CONFISCATE_GOODS = "confiscate_goods", "没收非法财物"
    SUSPEND_LICENCE = "suspend_licence", "暂扣许可证件"
    DOWNGRADE = "downgrade", "降低资质等级"
    RESTRICT_BUSINESS = "restrict_business", "限制开展生产经营活动"
    SUSPEND_BUSINESS = "suspend_business", "责令停产停业"
    CLOSE_DOWN = "close_down", "责令关闭"
    BAR_FROM_TRADE = "bar_from_trade", "限制从业"
    REVOKE_LICENCE = "revoke_licence", "吊销许可证件"
    DETENTION = "detention", "行政拘留"
    OTHER = "other", "其他行政处罚"


WITH_AMOUNT = frozenset({PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAIN})


class EvidenceKind(TextChoices):
    """Source: 行政处罚法 第四十六条第一款."""

    DOCUMENTARY = "documentary", "书证"
    PHYSICAL = "physical", "物证"
    AUDIOVISUAL = "audiovisual", "视听资料"
    ELECTRONIC = "electronic", "电子数据"
    TESTIMONY = "testimony", "证人证言"
    PARTY_STATEMENT = "party_statement", "当事人的陈述"
    EXPERT_OPINION = "expert_opinion", "鉴定意见"
    ON_SITE_RECORD = "on_site_record", "勘验笔录、现场笔录"


class CertificateShown(TextChoices):
    """How identity was shown. Source: HN4; KM2.1.2(1)."""

    SHOWN = "shown", "主动出示执法证件"
    WORN = "worn", "佩戴执法证件巡查"
    QR = "qr", "出示电子执法证件二维码"


class DeliveryWay(TextChoices):
    """Source: 行政处罚法 第六十一条; 民事诉讼法 第八十八条至第九十五条."""

    ON_THE_SPOT = "on_the_spot", "宣告后当场交付"
    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达（已签确认书）"
    PUBLIC_NOTICE = "public_notice", "公告送达"


class PerformanceWay(TextChoices):
    BANK = "bank", "银行缴款"
    ELECTRONIC = "electronic", "电子支付"
    DONE = "done", "履行非金钱义务"
    COLLECTED = "collected", "当场收缴"


class CollectionGround(TextChoices):
    """When an officer may take a fine himself; everything else is paid at the bank.

    Source: 行政处罚法 第六十八条、第六十九条; 治安管理处罚法 第一百二十三条.
    """

    SMALL = "small", "罚款在当场收缴的限额以内"
    HARD_LATER = "hard_later", "不当场收缴事后难以执行（治安：在当地没有固定住所）"
    REMOTE = "remote", "边远、水上、交通不便（列车、口岸），当事人缴款确有困难并提出"


class ReviewOutcome(TextChoices):
    PASSED = "passed", "通过"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "不予核准"
    TRANSFERRED = "transferred", "移送有权机关处理"


class LineKind(TextChoices):
    """What a line does to the account. Source: 行政处罚法 第六十七条至第七十三条."""

    RECEIVED = "received", "银行到账"
    COLLECTED = "collected", "当场收缴"
    REFUNDED = "refunded", "退付"
    SURCHARGED = "surcharged", "加处罚款"
    REDUCED = "reduced", "减少应缴"
    RELIEVED = "relieved", "减免加处罚款"
    WRITTEN_OFF = "written_off", "核销"


class OverturnGround(TextChoices):
    """Why a decision no longer stands.

    Source: 行政复议法 第六十四条、第六十七条; 行政诉讼法 第七十条、第七十五条.
    """

    REVOKED = "revoked", "被撤销"
    VOID = "void", "被确认无效"
    REMADE = "remade", "被撤销并责令重新作出"
    WITHDRAWN = "withdrawn", "本机关自行撤销"


class ExecutionEndGround(TextChoices):
    """Why nothing more is executed. Source: 行政强制法 第四十条."""

    OVERTURNED = "overturned", "据以执行的行政决定被撤销或者确认无效"
    WRITTEN_OFF = "written_off", "依法核销，终结执行"
