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


# 治安管理处罚法 knows no confiscation: gain is recovered (追缴), contraband collected (收缴).
NEVER_OF_POLICE = (PenaltyKind.CONFISCATE_GAIN, PenaltyKind.CONFISCATE_GOODS)
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


# What a device can have recorded, printed pictures of it among them; whoever enters it says which.
MAYBE_MONITORED = (EvidenceKind.AUDIOVISUAL, EvidenceKind.ELECTRONIC, EvidenceKind.DOCUMENTARY)
SELF_RECORDED = (("no", "不是"), ("yes", "是"))


class RecordingResult(TextChoices):
    """Whether a record of technical monitoring equipment can be evidence.

    Source: 行政处罚法 第四十一条第二款.
    """

    SOUND = "sound", "符合要求"
    WANTING = "wanting", "不符合要求，不得作为证据"


class CertificateShown(TextChoices):
    """How identity was shown; which ways a place allows, its profile says.

    Source: 国办发〔2018〕118号 （五）; DZ3(1); KM2.1.2(1); HN4; XM4.1.3.
    """

    SHOWN = "shown", "主动出示执法证件"
    WORN = "worn", "佩戴执法证件巡查"
    QR = "qr", "出示电子执法证件二维码"
    UNIFORM = "uniform", "着制式警服"
    EXCUSED = "excused", "因特殊情况没有出示"


class DeliveryWay(TextChoices):
    """Source: 行政处罚法 第六十一条; 民事诉讼法 第八十八条至第九十五条."""

    ON_THE_SPOT = "on_the_spot", "宣告后当场交付"
    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达（已签确认书）"
    ENTRUSTED = "entrusted", "委托送达"
    FORWARDED = "forwarded", "转交送达"
    PUBLIC_NOTICE = "public_notice", "公告送达"


# Those who act stand before the receiver themselves.
BY_HAND = (DeliveryWay.DIRECT, DeliveryWay.LEFT)


class DeliveryFailure(TextChoices):
    """Why a delivery reached nobody. Source: 民事诉讼法 第八十九条至第九十五条."""

    REFUSED = "refused", "拒绝签收"
    ABSENT = "absent", "无人接收"
    MOVED = "moved", "已搬离，新地址不明"
    RETURNED = "returned", "邮件被退回"
    NOT_ARRIVED = "not_arrived", "电子送达没有到达"
    ELSEWHERE = "elsewhere", "受送达人在外地"
    CONFINED = "confined", "受送达人在军队、被监禁或者被采取强制性教育措施"
    GONE = "gone", "下落不明"


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
    RESOLVED = "resolved", "集体讨论通过"


# What a decision of the catalogue can rest on. Source: DZ11(2); XM4.3.4.
OPENING = (ReviewOutcome.PASSED, ReviewOutcome.RESOLVED)


class LineKind(TextChoices):
    """What a line does to the account. Source: 行政处罚法 第六十七条至第七十三条."""

    RECEIVED = "received", "银行到账"
    COLLECTED = "collected", "当场收缴"
    REFUNDED = "refunded", "退付"
    SURCHARGED = "surcharged", "加处罚款"
    ADDED = "added", "行政拘留变更为罚款"
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


class PaperGround(TextChoices):
    """Why a decision other than the penalty no longer stands.

    Source: 行政复议法 第六十四条至第六十七条; 行政诉讼法 第七十条、第七十二条、第七十四条、
    第七十五条.
    """

    REVOKED = "revoked", "被撤销"
    VOID = "void", "被确认无效"
    REMADE = "remade", "被撤销并责令重新作出"
    ORDERED = "ordered", "被责令履行职责"
    UNLAWFUL = "unlawful", "被确认违法"
    WITHDRAWN = "withdrawn", "被本机关主动撤销"


class RefusalDiffers(TextChoices):
    """How a second refusal to file differs from the one that was revoked.

    Source: 行政复议法 第六十四条第二款; 行政诉讼法 第七十一条.
    """

    FACTS = "facts", "重新核查，事实不同"
    GROUNDS = "grounds", "事实相同，理由（依据）不同"
    PROCEDURE = "procedure", "原不予立案只因违反法定程序被撤销"


# The papers by which it is told that a case is not filed.
REFUSALS = ("filing-refusal-notice", "no-filing-notice")
# By whose order a case is made anew.
ANEW = (PaperGround.REMADE, PaperGround.ORDERED)


class ExecutionEndGround(TextChoices):
    """Why nothing more is executed. Source: 行政强制法 第四十条."""

    OVERTURNED = "overturned", "据以执行的行政决定被撤销或者确认无效"
    WRITTEN_OFF = "written_off", "依法核销，终结执行"


class Proposal(TextChoices):
    """What a draft proposes. Source: 行政处罚法 第五十七条第一款."""

    PENALTY = "penalty", "给予行政处罚"
    NO_PENALTY = "no_penalty", "不予行政处罚"


class NoPenaltyGround(TextChoices):
    """Why an act is not punished; those from `SLIGHT` on are of 治安 cases alone.

    Source: 行政处罚法 第三十条至第三十三条、第三十六条、第五十七条;
    治安管理处罚法 第九条、第十四条、第十九条、第二十条、第八十三条.
    """

    MINOR_CORRECTED = "minor_corrected", "违法行为轻微并及时改正，没有造成危害后果"
    FIRST_TIME = "first_time", "初次违法且危害后果轻微并及时改正"
    NO_FAULT = "no_fault", "当事人有证据足以证明没有主观过错"
    UNDER_14 = "under_14", "不满十四周岁的未成年人"
    NO_CAPACITY = "no_capacity", "精神病人、智力残疾人不能辨认或者不能控制自己行为"
    TIME_BARRED = "time_barred", "违法行为超过追究时效"
    NOT_PROVEN = "not_proven", "违法事实不能成立"
    SLIGHT = "slight", "情节轻微"
    REMOVED_HARM = "removed_harm", "主动消除或者减轻违法后果"
    FORGIVEN = "forgiven", "取得被侵害人谅解"
    COERCED = "coerced", "出于他人胁迫或者诱骗"
    SURRENDERED = "surrendered", "主动投案，如实陈述自己的违法行为"
    MERIT = "merit", "有立功表现"
    BLIND_DEAF = "blind_deaf", "盲人或者又聋又哑的人"
    DEFENCE = "defence", "为了免受正在进行的不法侵害而采取制止行为，造成损害"
    OVER_DEFENCE = "over_defence", "制止行为明显超过必要限度，造成较大损害，情节较轻"
    SETTLED = "settled", "自行和解或者经人民调解达成协议并履行，书面申请经认可"
    UPROOTED = "uprooted", "非法种植少量毒品原植物，在成熟前自行铲除"


# The source of each ground, printed on the decision.
NO_PENALTY_SOURCES = {
    NoPenaltyGround.MINOR_CORRECTED: "《中华人民共和国行政处罚法》第三十三条第一款",
    NoPenaltyGround.FIRST_TIME: "《中华人民共和国行政处罚法》第三十三条第一款",
    NoPenaltyGround.NO_FAULT: "《中华人民共和国行政处罚法》第三十三条第二款",
    NoPenaltyGround.UNDER_14: "《中华人民共和国行政处罚法》第三十条",
    NoPenaltyGround.NO_CAPACITY: "《中华人民共和国行政处罚法》第三十一条",
    NoPenaltyGround.TIME_BARRED: "《中华人民共和国行政处罚法》第三十六条",
    NoPenaltyGround.NOT_PROVEN: "《中华人民共和国行政处罚法》第五十七条第一款第三项",
}


class GoodsFate(TextChoices):
    """What becomes of a thing that was seized or kept.

    Source: 行政强制法 第二十七条、第二十八条; 行政处罚法 第七十四条; 治安管理处罚法 第十一条.
    """

    CONFISCATE = "confiscate", "没收（按处罚决定）"
    RETURN = "return", "发还"
    COLLECT = "collect", "收缴（治安）"
    RECOVER = "recover", "追缴，退还被侵害人（治安）"
    DESTROY = "destroy", "销毁"
    TRANSFER = "transfer", "移送"


class ToldBy(TextChoices):
    """How an informant was told. Source: 市场监督管理投诉举报处理暂行办法 第三十一条第二款."""

    WRITTEN = "written", "书面"
    PHONE = "phone", "电话，已记录"
    MESSAGE = "message", "短信、电子邮件或者投诉举报平台"
    IN_PERSON = "in_person", "当面，已记录"


class AskedBy(TextChoices):
    """How a hearing was asked for. Source: 行政处罚法 第六十四条第一项."""

    WRITTEN = "written", "书面提出"
    ORAL = "oral", "口头提出，已记录"
    ON_RECEIPT = "on_receipt", "在送达回证上注明"
    DESK = "desk", "通过案件查询页面提出"


class InspectionSubject(TextChoices):
    """What the police inspect. Source: 治安管理处罚法 第一百零三条."""

    HOME = "home", "公民住所"
    PLACE = "place", "其他场所"
    PERSON = "person", "人身"
    THING = "thing", "物品"


class GuardianKind(TextChoices):
    """Who stands beside a minor, or whoever cannot act alone.

    Source: 治安管理处罚法 第九十八条; 民法典 第二十三条.
    """

    PARENT = "parent", "父母"
    GUARDIAN = "guardian", "其他监护人"
    SUITABLE_ADULT = "suitable_adult", "合适成年人"


class InterpreterKind(TextChoices):
    """Who carries words between party and officers. Source: 治安管理处罚法 第一百零一条."""

    LANGUAGE = "language", "语言文字翻译"
    SIGN = "sign", "手语等交流方式"


class AgentAuthority(TextChoices):
    """How far a letter of authority goes. Source: 民法典 第一百六十五条; 民事诉讼法 第六十二条."""

    GENERAL = "general", "一般授权"
    SPECIAL = "special", "特别授权"


class AgentTask(TextChoices):
    """What an agent is to do for the party. Source: 行政处罚法 第六十四条第五项."""

    STATE = "state", "代为陈述、申辩"
    HEARING = "hearing", "参加听证"
    RECEIVE = "receive", "代收文书"


class CodeHolder(TextChoices):
    """To whom a code of a case is handed. Source: P20; 治安管理处罚法 第一百一十六条第二款."""

    PARTY = "party", "当事人"
    VICTIM = "victim", "被侵害人"
    AGENT = "agent", "委托代理人"


class FilingKind(TextChoices):
    """What a party hands in by itself.

    Source: 行政处罚法 第四十三条、第四十五条、第六十三条; 行政强制法 第二十八条.
    """

    STATEMENT = "statement", "陈述申辩"
    HEARING = "hearing", "听证要求"
    RECUSAL = "recusal", "回避申请"
    GOODS = "goods", "要求退还财物"
    READING = "reading", "查阅案卷"


class HearingAnswer(TextChoices):
    WAITING = "waiting", "待答复"
    CALLED = "called", "已通知举行"
    REFUSED = "refused", "不予受理"
    WITHDRAWN = "withdrawn", "当事人撤回"
    HEARD = "heard", "已听证"


class HearingOutcome(TextChoices):
    """How a hearing ended. Source: 行政处罚法 第六十四条第六项."""

    HELD = "held", "已举行"
    ABSENT = "absent", "当事人无正当理由未出席或者中途退出，视为放弃听证"
    POSTPONED = "postponed", "延期，另行通知"
    ENDED = "ended", "当事人撤回，终止听证"


class Vote(TextChoices):
    FOR = "for", "同意"
    AGAINST = "against", "不同意"
    ABSTAIN = "abstain", "弃权"


class PartyRole(TextChoices):
    """Why somebody is a party of a case beside its principal one."""

    TOGETHER = "together", "共同违法行为人"
    IN_CHARGE = "in_charge", "直接负责的主管人员"
    DIRECTLY_LIABLE = "directly_liable", "其他直接责任人员"
    OTHER = "other", "其他应当一并查处的当事人"


class FurtherState(TextChoices):
    """How a further party stands: in the case, in a case of its own, or no party after all."""

    BESIDE = "beside", "在本案调查"
    SPLIT = "split", "已分案"
    RELEASED = "released", "不再列为当事人"


class TerminationGround(TextChoices):
    """Why a case ends without a decision; which of them where: `terminating`."""

    NO_VIOLATION = "no_violation", "没有违法事实"
    PARTY_GONE = "party_gone", "当事人死亡、终止，没有权利义务承受人"
    TIME_BARRED = "time_barred", "超过追究时效"
    NOT_COMPETENT = "not_competent", "不属于本机关管辖"
    OTHER = "other", "其他依法应当终止的情形"


class PoliceAnswer(TextChoices):
    """Source: 行政执法机关移送涉嫌犯罪案件的规定 第六条至第九条."""

    ACCEPTED = "accepted", "决定立案侦查"
    RETURNED = "returned", "不予立案，退回"


class ExclusionState(TextChoices):
    OPEN = "open", "待批准"
    APPROVED = "approved", "已排除"
    REFUSED = "refused", "不予排除"


class SecrecyLevel(TextChoices):
    """How secret a thing is. Source: 保守国家秘密法 第十四条."""

    TOP = "top", "绝密"
    SECRET = "secret", "机密"
    CONFIDENTIAL = "confidential", "秘密"


class SecrecyGround(TextChoices):
    """Why something is a state secret. Source: 保守国家秘密法 第十三条第一款."""

    STATE = "1", "国家事务重大决策中的秘密事项（第十三条第一款第一项）"
    DEFENCE = "2", "国防建设和武装力量活动中的秘密事项（第十三条第一款第二项）"
    FOREIGN = "3", "外交和外事活动中的秘密事项、对外承担保密义务的事项（第十三条第一款第三项）"
    ECONOMY = "4", "国民经济和社会发展中的秘密事项（第十三条第一款第四项）"
    SCIENCE = "5", "科学技术中的秘密事项（第十三条第一款第五项）"
    SECURITY = "6", "维护国家安全活动和追查刑事犯罪中的秘密事项（第十三条第一款第六项）"
    OTHER = "7", "经国家保密行政管理部门确定的其他秘密事项（第十三条第一款第七项）"


class SecretOutcome(TextChoices):
    """What is noted of a case known by number only."""

    DECIDED = "decided", "已作出决定"
    CLOSED = "closed", "已结案"


class DeclassifyGround(TextChoices):
    """Why something is secret no longer. Source: 保守国家秘密法 第二十四条."""

    EXPIRED = "expired", "保密期限届满，自行解密"
    CONDITION = "condition", "已达到解密条件"
    EARLY = "early", "经审核提前解密"


class Retention(TextChoices):
    """How long a file is kept, the shortest first; the table `retention` says what is due."""

    YEARS_10 = "years_10", "10年"
    YEARS_30 = "years_30", "30年"
    PERMANENT = "permanent", "永久"


class CorrectionState(TextChoices):
    """Where an order to correct stands."""

    OPEN = "open", "待复查"
    CHECKED = "checked", "已复查"
    EXCUSED = "excused", "不再复查"
    AT_ONCE = "at_once", "当场改正"
    FELL = "fell", "责令改正已被撤销"


class RecheckResult(TextChoices):
    """What a re-check found. Source: 环境保护主管部门实施按日连续处罚办法 第十二条、第十三条."""

    CORRECTED = "corrected", "已经改正"
    STOPPED = "stopped", "已经停产、停业、关闭"
    PARTLY = "partly", "部分改正，正在改正"
    REFUSED = "refused", "拒不改正：违法行为仍在继续"
    OBSTRUCTED = "obstructed", "拒不改正：拒绝、阻挠复查"
    UNABLE = "unable", "无法复查"


# 第十三条: whoever does not let the officers look again counts as refusing to correct.
REFUSING = (RecheckResult.REFUSED, RecheckResult.OBSTRUCTED)


class PriorFineKind(TextChoices):
    """Who imposed what the party has to pay for an act already.

    Source: 行政处罚法 第二十九条、第三十五条第二款.
    """

    FINE = "fine", "行政机关的罚款"
    COURT = "court", "人民法院判处的罚金"


class SameAct(TextChoices):
    """What was found of an earlier fine. Source: 行政处罚法 第二十九条."""

    SAME = "same", "就是为了同一违法行为"
    OTHER = "other", "是为了另一违法行为"


class PartySide(TextChoices):
    """Whom a rule of the agency speaks of; 个体工商户 counts as a citizen (民法典 第五十四条)."""

    CITIZEN = "citizen", "自然人、个体工商户"
    ORGANISATION = "organisation", "法人、其他组织"


class ScopeState(TextChoices):
    """What became of a proposal to widen the scope of review, or to end that."""

    DRAFTED = "drafted", "待批准"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
