"""Closed lists of the app."""

from django.db.models import TextChoices


class PaymentWay(TextChoices):
    """How money reached the collecting bank; an agency's own till is none of them.

    Source: 行政处罚法 第六十七条第三款.
    """

    BANK = "bank", "银行"
    ELECTRONIC = "electronic", "电子支付系统"


class ReceiptState(TextChoices):
    MATCHED = "matched", "已入账"
    UNMATCHED = "unmatched", "待认领"
    RETURNED = "returned", "已退回付款人"


class Toward(TextChoices):
    """A debt that money of a decision can be paid on."""

    FINE = "fine", "罚款"
    GAIN = "gain", "没收的违法所得"


class InstalmentState(TextChoices):
    APPLIED = "applied", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class AgreementState(TextChoices):
    PROPOSED = "proposed", "待批准"
    AGREED = "agreed", "履行中"
    REFUSED = "refused", "未批准"
    KEPT = "kept", "已履行"
    BROKEN = "broken", "未履行，恢复执行"


class RefundState(TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准退付"


class WriteOffGround(TextChoices):
    """Source: 行政强制法 第三十九条、第四十条."""

    DIED = "died", "公民死亡，无遗产可供执行，又无义务承受人"
    ENDED = "ended", "法人或者其他组织终止，无财产可供执行，又无义务承受人"
    NO_ABILITY = "no_ability", "当事人确无履行能力，没有明显社会危害，中止执行满三年未恢复执行"


class GoodsWay(TextChoices):
    """What becomes of confiscated goods. Source: 行政处罚法 第七十四条第一款."""

    DESTROY = "destroy", "销毁"
    AUCTION = "auction", "公开拍卖"
    TRANSFER = "transfer", "移交有关部门处理"


class UntakenGround(TextChoices):
    """Why confiscated goods cannot be taken over. Source: 行政强制法 第四十条第三项."""

    LOST = "lost", "已经毁损、灭失"
    DISPOSED = "disposed", "决定以前已经依法先行处理或者销毁"
    NOT_FOUND = "not_found", "下落不明，经查找没有找到"


class ProceedingKind(TextChoices):
    REVIEW = "review", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class OwnerCalled(TextChoices):
    """How an owner learns that he may fetch a thing. Source: 程序规定 第一百九十七条."""

    TOLD = "told", "通知原主或者当事人"
    ANNOUNCED = "announced", "原主不明确，公告认领"


class ClaimEnd(TextChoices):
    """What became of a thing that was to go back. Source: 程序规定 第一百九十七条."""

    CLAIMED = "claimed", "已经领取"
    TREASURY = "treasury", "登记后上缴国库"
    SOLD = "sold", "依法变卖或者拍卖，所得上缴国库"

    @property
    def to_treasury(self) -> bool:
        return self != ClaimEnd.CLAIMED


class ProxyPaperKind(TextChoices):
    """What is served of a performance by proxy.

    Source: 行政强制法 第三十五条、第五十一条、第五十二条.
    """

    DEMAND = "demand", "催告书"
    DECISION = "decision", "代履行决定书"
    AGAIN = "again", "代履行前的催告书"
    TOLD = "told", "立即代履行告知书"
    COST = "cost", "代履行费用缴纳通知书"


class ProxyHarm(TextChoices):
    """What comes of a duty that nobody performs. Source: 行政强制法 第五十条."""

    TRAFFIC = "traffic", "已经或者将危害交通安全"
    POLLUTION = "pollution", "已经或者将造成环境污染"
    RESOURCES = "resources", "已经或者将破坏自然资源"


class ClearedAt(TextChoices):
    """Where it is cleared at once. Source: 行政强制法 第五十二条; 程序规定 第二百零四条."""

    ROAD = "road", "道路"
    RIVER = "river", "河道"
    WATERWAY = "waterway", "航道"
    PUBLIC = "public", "公共场所"


class ProxyBy(TextChoices):
    """Who performs in the party's stead. Source: 行政强制法 第五十条."""

    AGENCY = "agency", "本机关"
    THIRD = "third", "委托没有利害关系的第三人"


class ProxyState(TextChoices):
    OPEN = "open", "进行中"
    DONE = "done", "已代履行"
    STOPPED = "stopped", "已停止"


class ProxyStop(TextChoices):
    """Why nobody performs in the party's stead.

    Source: 行政强制法 第三十六条、第四十条、第五十一条.
    """

    PERFORMED = "performed", "当事人已经履行"
    HEARD = "heard", "当事人提出的事实、理由或者证据成立，予以采纳"
    OVERTURNED = "overturned", "据以执行的行政决定被撤销"
    LOST = "lost", "执行标的灭失"
    OTHER = "other", "需要终结执行的其他情形"


class CostBorne(TextChoices):
    """Who bears what it cost. Source: 行政强制法 第五十一条第二款."""

    PARTY = "party", "由当事人承担"
    OTHERWISE = "otherwise", "法律另有规定，不由当事人承担"
