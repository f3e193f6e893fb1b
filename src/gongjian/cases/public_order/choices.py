"""Closed lists of 治安 cases, in the words of the law."""

from django.db.models import TextChoices

from gongjian.cases.choices import NoPenaltyGround


class Sex(TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class PersonRole(TextChoices):
    """Who is asked. Source: 治安管理处罚法 第九十七条、第九十九条."""

    OFFENDER = "offender", "违反治安管理行为人（涉嫌）"
    VICTIM = "victim", "被侵害人"
    WITNESS = "witness", "其他证人"


class QuestioningPlace(TextChoices):
    """Where a person is asked.

    Source: 治安管理处罚法 第九十七条、第九十九条、第一百条、第一百零八条.
    """

    CENTRE = "centre", "规范设置、严格管理的执法办案场所"
    SCENE = "scene", "现场"
    HOME = "home", "被询问人的住处、单位或者其提出的地点"
    VIDEO = "video", "远程视频"


class CameBy(TextChoices):
    """How the person came. Source: 治安管理处罚法 第九十六条."""

    SUMMONS = "summons", "传唤证传唤"
    ORAL = "oral", "现场口头传唤"
    FORCED = "forced", "强制传唤"
    VOLUNTARY = "voluntary", "自行到案、主动配合"


# These rest on a summons that the head of the unit has signed.
ON_PAPER = frozenset({CameBy.SUMMONS, CameBy.FORCED})
BROUGHT = frozenset({CameBy.SUMMONS, CameBy.ORAL, CameBy.FORCED})


class QuestioningGround(TextChoices):
    """By which ground a questioning may last how long. Source: 治安管理处罚法 第九十七条."""

    NORMAL = "normal", "一般情形"
    MANY = "many", "涉案人数众多、违反治安管理行为人身份不明"
    COMPLEX = "complex", "情况复杂，依法可能适用行政拘留"


# The parameter of the profile which says how long.
LIMIT_OF = {
    QuestioningGround.NORMAL: "questioning-limit",
    QuestioningGround.MANY: "questioning.many",
    QuestioningGround.COMPLEX: "questioning.complex",
}


class ExclusionGround(TextChoices):
    """Source: 治安管理处罚法 第九十一条、第一百零八条; 行政处罚法 第四十六条第三款."""

    NO_RECORDING = "no_recording", "应当全程同步录音录像而没有录制"
    LOST_RECORDING = "lost_recording", "录音录像资料损毁、丢失"
    OVER_TIME = "over_time", "超过询问查证的时间"
    UNLAWFUL = "unlawful", "以刑讯逼供、威胁、引诱、欺骗等非法手段收集"
    UNVERIFIED = "unverified", "未经查证属实"


class DecisionLevel(TextChoices):
    """Source: 治安管理处罚法 第一百零九条."""

    STATION = "station", "公安派出所"
    COUNTY = "county", "县级以上公安机关"


class SuspensionGround(TextChoices):
    """Why a detention is asked to wait: a remedy that runs, or what befell the punished person.

    The article says "申请行政复议、提起行政诉讼的，遇有……等情形的" without a word between the two.
    Either is read to do: who is in detention already may leave for an event alone (第二款), and
    before the revision a remedy alone did. The head weighs each application anyway.

    Source: 治安管理处罚法 第一百二十六条第一款.
    """

    EXAM = "exam", "参加升学考试"
    BIRTH = "birth", "子女出生"
    DYING = "dying", "近亲属病危、死亡"
    OTHER = "other", "其他类似情形"
    APPEAL = "appeal", "已申请行政复议、提起行政诉讼"


# Who is in detention already leaves for an event, never for a remedy. Source: 第一百二十六条第二款.
LEAVE_GROUNDS = tuple(
    (one.value, one.label) for one in SuspensionGround if one is not SuspensionGround.APPEAL
)


class SuspensionState(TextChoices):
    ASKED = "asked", "待决定"
    GRANTED = "granted", "暂缓执行"
    REFUSED = "refused", "不同意暂缓执行"
    ENDED = "ended", "已恢复执行"
    REVOKED = "revoked", "拘留决定已撤销，不再执行"
    EVADED = "evaded", "逃避执行，恢复执行"


class Guarantee(TextChoices):
    """Source: 治安管理处罚法 第一百二十六条、第一百二十七条、第一百二十八条."""

    GUARANTOR = "guarantor", "提出担保人"
    DEPOSIT = "deposit", "交纳保证金"


class DepositFate(TextChoices):
    """Source: 治安管理处罚法 第一百二十九条、第一百三十条."""

    HELD = "held", "已收取"
    REFUNDED = "refunded", "已退还"
    FORFEITED = "forfeited", "已没收"


class OfficialOutcome(TextChoices):
    """Source: 治安管理处罚法 第一百三十四条; 公职人员政务处分法."""

    TOLD = "told", "需要给予政务处分，通报监察机关等有关单位"
    NOT_NEEDED = "not_needed", "不需要给予政务处分，不通报"


class DeputyLevel(TextChoices):
    """Source: 公安机关办理行政案件程序规定 第一百七十四条."""

    UPPER = "upper", "县级以上人民代表大会代表，拘留须先经许可"
    TOWNSHIP = "township", "乡、民族乡、镇人民代表大会代表，拘留后立即报告"
    NONE = "none", "查明不是，或者已经不是该级代表"


class CongressBody(TextChoices):
    """Source: 公安机关办理行政案件程序规定 第一百七十四条第一款."""

    PRESIDIUM = "presidium", "人民代表大会主席团"
    COMMITTEE = "committee", "人民代表大会常务委员会"


class NationalityBy(TextChoices):
    """Source: 公安机关办理行政案件程序规定 第二百三十九条."""

    PAPERS = "papers", "入境时有效证件所表明"
    BORDER = "border", "出入境管理部门协助查明"
    OWN = "own", "无法查明，按其自报的国籍或者无国籍人对待"


# A nationality with which nobody is a foreigner.
CHINESE = "中国"

# The limit within which whom the act harmed gets a copy of the decision.
VICTIM_COPY = "police.victim_copy"
# That within which the police of the province is told of a detained foreigner.
FOREIGNER_REPORT = "police.foreigner_report"


class UnpunishedGround(TextChoices):
    """Why a 治安 case ends without penalty, as its decision says it of the party.

    Source: 治安管理处罚法 第九条、第十二条至第十四条、第十九条、第二十条、第二十五条、第八十三条、
    第一百一十三条.
    """

    CHILD = "child", "不满十四周岁"
    INSANE = "insane", "不能辨认或者不能控制自己行为"
    SLIGHT = "slight", "情节轻微，依法不予处罚"
    NOT_PROVEN = "not_proven", "违法事实不能成立"
    BARRED = "barred", "已过追究时效"
    REMOVED_HARM = "removed_harm", "主动消除或者减轻违法后果"
    FORGIVEN = "forgiven", "取得被侵害人谅解"
    COERCED = "coerced", "出于他人胁迫或者诱骗而违反治安管理"
    SURRENDERED = "surrendered", "主动投案，向公安机关如实陈述自己的违法行为"
    MERIT = "merit", "有立功表现"
    BLIND_DEAF = "blind_deaf", "属于盲人或者又聋又哑的人"
    DEFENCE = (
        "defence",
        "为了免受正在进行的不法侵害而采取制止行为，造成损害，不属于违反治安管理行为",
    )
    OVER_DEFENCE = "over_defence", "制止不法侵害的行为明显超过必要限度，造成较大损害，但情节较轻"
    SETTLED = (
        "settled",
        "与被侵害人自行和解或者经人民调解委员会调解达成协议并已履行，书面申请经公安机关认可",
    )
    UPROOTED = "uprooted", "非法种植少量毒品原植物，在成熟前自行铲除"


# What a draft of a 治安 case may propose not to punish for, as its decision names it, and the law.
UNPUNISHED_FOR = {
    NoPenaltyGround.UNDER_14: UnpunishedGround.CHILD,
    NoPenaltyGround.NO_CAPACITY: UnpunishedGround.INSANE,
    NoPenaltyGround.SLIGHT: UnpunishedGround.SLIGHT,
    NoPenaltyGround.NOT_PROVEN: UnpunishedGround.NOT_PROVEN,
    NoPenaltyGround.TIME_BARRED: UnpunishedGround.BARRED,
    NoPenaltyGround.REMOVED_HARM: UnpunishedGround.REMOVED_HARM,
    NoPenaltyGround.FORGIVEN: UnpunishedGround.FORGIVEN,
    NoPenaltyGround.COERCED: UnpunishedGround.COERCED,
    NoPenaltyGround.SURRENDERED: UnpunishedGround.SURRENDERED,
    NoPenaltyGround.MERIT: UnpunishedGround.MERIT,
    NoPenaltyGround.BLIND_DEAF: UnpunishedGround.BLIND_DEAF,
    NoPenaltyGround.DEFENCE: UnpunishedGround.DEFENCE,
    NoPenaltyGround.OVER_DEFENCE: UnpunishedGround.OVER_DEFENCE,
    NoPenaltyGround.SETTLED: UnpunishedGround.SETTLED,
    NoPenaltyGround.UPROOTED: UnpunishedGround.UPROOTED,
}
UNPUNISHED_SOURCES = {
    UnpunishedGround.CHILD: "《中华人民共和国治安管理处罚法》第十二条",
    UnpunishedGround.INSANE: "《中华人民共和国治安管理处罚法》第十三条",
    UnpunishedGround.SLIGHT: "《中华人民共和国治安管理处罚法》第二十条第一项",
    UnpunishedGround.REMOVED_HARM: "《中华人民共和国治安管理处罚法》第二十条第二项",
    UnpunishedGround.FORGIVEN: "《中华人民共和国治安管理处罚法》第二十条第三项",
    UnpunishedGround.COERCED: "《中华人民共和国治安管理处罚法》第二十条第四项",
    UnpunishedGround.SURRENDERED: "《中华人民共和国治安管理处罚法》第二十条第五项",
    UnpunishedGround.MERIT: "《中华人民共和国治安管理处罚法》第二十条第六项",
    UnpunishedGround.BLIND_DEAF: "《中华人民共和国治安管理处罚法》第十四条",
    UnpunishedGround.DEFENCE: "《中华人民共和国治安管理处罚法》第十九条",
    UnpunishedGround.OVER_DEFENCE: "《中华人民共和国治安管理处罚法》第十九条",
    UnpunishedGround.SETTLED: "《中华人民共和国治安管理处罚法》第九条第四款",
    UnpunishedGround.UPROOTED: "《中华人民共和国治安管理处罚法》第八十三条第二款",
    UnpunishedGround.NOT_PROVEN: "《中华人民共和国治安管理处罚法》第一百一十三条第一款第二项",
    UnpunishedGround.BARRED: "《中华人民共和国治安管理处罚法》第二十五条",
}


class Answer(TextChoices):
    """What is asked outright, so that nothing is taken for granted that nobody looked at."""

    NO = "no", "不是"
    YES = "yes", "是"


class FastReviewer(TextChoices):
    """Who reviews a case that is handled fast.

    Source: 公安机关办理行政案件程序规定 第四十四条.
    """

    LAWYER = "lawyer", "专兼职法制员"
    UNIT_HEAD = "unit_head", "办案部门负责人"
