"""What betrays a person in a text by its form: numbers, plates, addresses, names after some words.

Each find is as certain as its form allows. What has one form only (numbers, accounts, plates) is
hidden at once; what merely looks like a name, an address or an illness is proposed, and two people
decide.

Source: LAW.md 11.2, 11.3.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongjian.common.identifiers import PROVINCES

PRIVACY = "个人隐私、个人信息（政府信息公开条例 第十五条；个人信息保护法 第六条）"
CONTACT = "联系方式，公示不需要（个人信息保护法 第六条）"
SENSITIVE = "敏感个人信息（个人信息保护法 第二十八条）"
FOUND = "公示员认定：涉及个人隐私或者商业秘密（政府信息公开条例 第十五条）"
THIRD = "与处罚无关的第三人身份（政府信息公开条例 第十五条）"

GAP = r"[\s\-‐‑–—.·\u200b-\u200f\u2060\ufeff]{0,2}"
_SURNAMES = (
    "王李张刘陈杨赵黄吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋"
    "田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾"
    "赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐伍葛柳买阿"
)
# Common words that begin with a surname and may follow a word such as 员工.
_WORDS = (
    "陈述 陈列 高度 张贴 许可 马上 江边 任何 任意 石料 田间 钱款 金额 黄色 白色 "
    "曾经 曾于 曾因 谢绝 程序 余款 叶片 杜绝 严重 严格 温度 雷同 段落 汤料 常见 "
    "常用 文件 施工 施行 齐全 顾客 章程 史料 毛利 范围 牛肉 万元 马路 安全 安装 "
    "安排 易燃 易爆 金属 石材 石油 武装 康复 莫名 文字 文书 高温 高压 高空 龙头 "
    "钟点 任务 金融 白天 常规 常年 常住 顾问 马达 高级 江河 江水 田地 石块 贺卡"
)
_NO_NAMES = frozenset(_WORDS.split(" "))
_BEFORE_NAME = (
    "举报人|投诉人|证人|被侵害人|受害人|被害人|被检查人|被询问人|见证人|消费者|邻居|村民|居民|员工"
    "|工人|职工|司机|驾驶员|店员|店主|会计|出纳|经理|厂长|场长|站长|矿长|队长|负责人|实际控制人"
    "|股东|经营者|业主|房东|承包人|联系人|学生|患者|妻子|丈夫|父亲|母亲|儿子|女儿|亲属|合伙人"
    "|委托代理人|代理人|配偶"
)
_AFTER_NAME = (
    r"(?=$|[，。、；：:,;.()（）\s“”\"]|的|说|称|于|在|等|和|与|及|到|向|对|因|以|将|系|是|为"
    r"|陈述|承认|签|处)"
)

# What people do: a word built like a name before one of these may be a name.
_DOES = (
    "陈述|承认|供述|供称|辩称|声称|表示|证实|签收|签字|签名|到场|在场|驾驶|购买|出资|支付|领取"
    "|报案|举报|投诉|聘请|雇佣|雇请|委托|转账|收取|租用|借用|出租|承租|接手|联系|等人|（"
)


# In percent. What the case's own rows know is certain; from SURE on nobody is asked.
KNOWN = 100
SURE = 95


@dataclass(frozen=True, slots=True)
class Pattern:
    """`certainty`: of a hundred such finds, how many identify a person (our estimate)."""

    what: str
    ground: str
    shown: str
    find: re.Pattern[str]
    certainty: int
    holds: Callable[[str], bool] = lambda _: True


def people_in(text: str) -> list[str]:
    """Return what reads like personal names in a short list such as 张三（厂长）、李四."""
    return [
        part for part in re.split(r"[、，,；;。：:\s（()）/和与及]+", text) if looks_like_name(part)
    ]


def looks_like_name(word: str) -> bool:
    """Tell whether a word is built like a person's name: surname and one to three characters."""
    if "·" in word:
        return all(part and _han(part) for part in word.split("·"))
    if word in _NO_NAMES or not 2 <= len(word) <= 4 or not _han(word):
        return False
    return word[0] in _SURNAMES and not word.endswith(("局", "队", "所", "厂", "店", "人", "员"))


def _han(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in text)


def _free_name(word: str) -> bool:
    return looks_like_name(word) and "某" not in word and word[:2] not in _NO_NAMES


def _compact(number: str) -> str:
    return re.sub(GAP.removesuffix("{0,2}"), "", number).upper()


def _citizen(number: str) -> bool:
    """Whether it reads as a citizen number; a mistyped one still tells who it is."""
    value = _compact(number)
    if value[:2] not in PROVINCES:
        return False
    born = value[6:14] if len(value) == 18 else f"19{value[6:12]}" if len(value) == 15 else ""
    if not born.isdigit():
        return False
    return 1 <= int(born[4:6]) <= 12 and 1 <= int(born[6:8]) <= 31 and born[:2] in {"19", "20"}


def _luhn(number: str) -> bool:
    digits = [int(c) for c in reversed(_compact(number))]
    total = sum(digits[0::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return 16 <= len(digits) <= 19 and total % 10 == 0


def _pattern(
    what: str,
    regex: str,
    certainty: int,
    *,
    shown: str = "×××",
    ground: str = PRIVACY,
    holds: Callable[[str], bool] = lambda _: True,
) -> Pattern:
    return Pattern(what, ground, shown, re.compile(regex, re.IGNORECASE), certainty, holds)


_D = r"[0-9]"
_RUN = rf"(?<![0-9A-Za-z])(?P<x>{_D}(?:{GAP}{_D}){{%s}}%s)(?![0-9A-Za-z])"
PATTERNS = (
    _pattern("公民身份号码", _RUN % ("16", rf"{GAP}[0-9Xx]"), 99, holds=_citizen),
    _pattern("公民身份号码", _RUN % ("14", ""), 97, holds=_citizen),
    _pattern(
        "银行账户",
        r"(?:账户|帐户|账号|帐号|卡号|银行卡|存折|收款码)[^0-9，。；]{0,12}"
        rf"(?P<x>{_D}(?:{GAP}{_D}){{7,29}})",
        99,
    ),
    _pattern("银行账户", _RUN % ("15,18", ""), 95, holds=_luhn),
    _pattern(
        "证件号码",
        r"(?:护照|通行证|居留证|驾驶证|军官证|社保卡|学号|工号|证件)[^0-9A-Za-z，。；]{0,10}"
        r"(?P<x>[A-Za-z]{0,3}[0-9][0-9A-Za-z]{4,19})",
        90,
    ),
    _pattern(
        "手机号码",
        rf"(?<![0-9])(?P<x>(?:\+?86{GAP})?1{GAP}[3-9](?:{GAP}{_D}){{9}})(?![0-9])",
        99,
    ),
    _pattern(
        "电话号码",
        rf"(?<![0-9])(?P<x>[(（]?0[0-9]{{2,3}}[)）]?{GAP}[2-9][0-9]{{6,7}})(?![0-9])",
        97,
    ),
    _pattern(
        "电话号码",
        rf"(?:电话|手机|传真|联系方式)[^0-9，。；]{{0,6}}(?P<x>\+?[0-9](?:{GAP}{_D}){{5,14}})(?![0-9])",
        97,
    ),
    _pattern(
        "电子邮箱", r"(?P<x>[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,64}\.[A-Za-z]{2,10})", 99
    ),
    _pattern(
        "网络账号",
        r"(?:微信|QQ|支付宝|抖音|快手)(?:账?号)?[码：:为是]{0,2}\s{0,2}(?P<x>[A-Za-z0-9_\-]{5,30})",
        97,
    ),
    _pattern(
        "机动车号牌",
        r"(?P<x>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
        r"[A-HJ-NP-Z][·\s\-]{0,2}[A-HJ-NP-Z0-9]{5,6})(?![0-9A-Za-z])",
        99,
    ),
    _pattern(
        "出生日期", r"(?:19|20)[0-9]{2}年(?P<x>[0-9]{1,2}月[0-9]{1,2}日)(?=出?生)", 97, shown=""
    ),
    _pattern(
        "住址",
        r"(?:家住|住在|现住|住址|户籍地|户籍所在地|居住于|居住在)[为：:]?"
        r"(?P<x>[^，。；、：:\s]{4,60})",
        90,
    ),
    _pattern(
        "住址",
        r"(?P<x>[0-9]{1,4}(?:号楼|栋|幢|座|单元)"
        r"(?:[0-9一二三四五六七八九十]{1,4}(?:单元|层|楼))?[0-9]{1,5}室)",
        85,
    ),
    _pattern(
        "健康状况",
        r"(?:患有?|身患|罹患|确诊为?|诊断为|感染)"
        r"(?P<x>[\u4e00-\u9fff]{1,10}?(?:病毒|病|症|炎|癌|瘤|梅毒|淋病|残疾))",
        80,
        shown="×",
        ground=SENSITIVE,
    ),
    _pattern(
        "姓名",
        rf"(?:{_BEFORE_NAME})[：:\s]{{0,2}}"
        rf"(?P<x>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_AFTER_NAME}",
        85,
        shown="某某",
        ground=THIRD,
        holds=looks_like_name,
    ),
    _pattern(
        "姓名",
        rf"(?:^|(?<=[，。、；：:,;\s“\"由与和对向让叫经给及]))"
        rf"(?P<x>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=(?:{_DOES}))",
        50,
        shown="某某",
        ground=THIRD,
        holds=_free_name,
    ),
)
