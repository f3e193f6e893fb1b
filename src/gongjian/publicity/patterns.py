"""What betrays a person in a text by its form: numbers, plates, addresses, names after some words.

How often each rule is right is measured on labelled texts (`card.toml`). What has one form only
(numbers, accounts, plates) is hidden at once; what merely looks like a name, an address or an
illness is proposed, and two people decide.

Source: LAW.md 11.2, 11.3.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongjian.common.identifiers import PROVINCES

from .names import AFTER, BEFORE, DOES, DOUBLE, ENDS, FOREIGN, GIVEN, SURNAMES, WORDS

PRIVACY = "个人隐私、个人信息（政府信息公开条例 第十五条；个人信息保护法 第六条）"
CONTACT = "联系方式，公示不需要（个人信息保护法 第六条）"
SENSITIVE = "敏感个人信息（个人信息保护法 第二十八条）"
FOUND = "公示员认定：涉及个人隐私或者商业秘密（政府信息公开条例 第十五条）"
THIRD = "与处罚无关的第三人身份（政府信息公开条例 第十五条）"

GAP = r"[\s\-‐‑–—−.·/_\u00ad\u200b-\u200f\u2060\ufeff]{0,2}"
# Digits as they are written or read out in words.
SPELT = "零〇○一幺壹二贰两三叁四肆五伍六陆七柒八捌九玖"
SPELT_DIGITS = dict(zip(SPELT, "00011122233445566778899", strict=False))
_NO_NAMES = frozenset(WORDS.split())

# In percent: what the case's own rows know is certain.
KNOWN = 100


@dataclass(frozen=True, slots=True)
class Pattern:
    """`code`: the rule's name on the detector's card; `asked`: people decide about each find."""

    code: str
    what: str
    ground: str
    shown: str
    find: re.Pattern[str]
    asked: bool
    holds: Callable[[str], bool] = lambda _: True


def people_in(text: str) -> list[str]:
    """Return what reads like personal names in a short list such as 张三（厂长）、李四.

    Names of other tongues count too: 扎西次仁 has no surname.
    """
    parts = re.split(r"[、，,；;。：:\s（()）/和与及]+", text)
    return [part for part in parts if looks_like_name(part) or _foreign(part)]


def _foreign(word: str) -> bool:
    return 3 <= len(word) <= 8 and all(c in FOREIGN for c in word)


def looks_like_name(word: str) -> bool:
    """Tell whether a word is built like a person's name: surname and one to three characters."""
    if "·" in word:
        return all(part and _han(part) for part in word.split("·"))
    if word in _NO_NAMES or not 2 <= len(word) <= 4 or not _han(word):
        return False
    return (word[0] in SURNAMES or word[:2] in DOUBLE.split("|")) and not word.endswith(
        ("局", "队", "所", "厂", "店", "人", "员")
    )


def _han(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in text)


def _whole(word: str) -> bool:
    return True


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
    code: str,
    what: str,
    regex: str,
    *,
    asked: bool = False,
    shown: str = "×××",
    ground: str = PRIVACY,
    holds: Callable[[str], bool] = lambda _: True,
) -> Pattern:
    return Pattern(code, what, ground, shown, re.compile(regex, re.IGNORECASE), asked, holds)


def _name(code: str, regex: str, holds: Callable[[str], bool] = _free_name) -> Pattern:
    return _pattern(code, "姓名", regex, asked=True, shown="某某", ground=THIRD, holds=holds)


_FAMILY = rf"(?:{DOUBLE}|[{SURNAMES}])"
_FULL = rf"(?:{_FAMILY}[{GIVEN}]{{2}})"
# At least one character that given names are made of.
_HALF = rf"(?:[{GIVEN}]|[{GIVEN}][\u4e00-\u9fff]|[\u4e00-\u9fff][{GIVEN}])"
# What may stand before a name that no word announces.
_SMALL = "由与和对向让叫经给及系为入从被将把其因于载在到雇请问替帮跟同名映"
_LEFT = rf"(?:^|(?<=[，。、；：:,;\s“\"（()）{_SMALL}]))"
_FROM_PLACE = r"(?:(?<=[省市县区旗在住于到至])|(?<![\u4e00-\u9fff]))(?!家?住|[现租暂]住|户籍)"
_ROOM = (
    r"[0-9]{1,4}(?:号楼|栋|幢|座|单元)"
    r"(?:[0-9一二三四五六七八九十]{1,4}(?:单元|层|楼))?[0-9]{1,5}室"
)
_SCHOOL = (
    r"[\u4e00-\u9fff]{2,12}?(?:小学|中学|初中|高中|幼儿园|职高|学校)"
    r"(?:[0-9一二三四五六七八九高初]{1,2}年级)?(?:[高初][一二三])?"
    r"(?:[大中小]?[（(]?[0-9一二三四五六七八九十]{0,3}[)）]?班)?"
)
_D = r"[0-9]"
_LATIN = r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff.'\-]"
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_PLATE = "[A-HJ-NP-Z0-9零〇一二三四五六七八九]"
_CN = "零〇○一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)[0-9]{{2}}|[一二][九零〇○][{_CN}]{{2}})[年.\-/]"
_BORN = "(?=出生|生(?![产效成活意长物]))"
_DAY = rf"(?:[0-9]{{1,2}}|[{_CN}十]{{1,2}})[月.\-/]?(?:[0-9]{{1,2}}|[{_CN}十]{{1,3}})?"
_RUN = rf"(?<![0-9A-Za-z])(?P<x>{_D}(?:{GAP}{_D}){{%s}}%s)(?![0-9A-Za-z])"
PATTERNS = (
    _pattern("citizen-18", "公民身份号码", _RUN % ("16", rf"{GAP}[0-9Xx]"), holds=_citizen),
    _pattern("citizen-15", "公民身份号码", _RUN % ("14", ""), holds=_citizen),
    _pattern(
        "account-after-word",
        "银行账户",
        r"(?:账户|帐户|账号|帐号|卡号|银行卡|存折|收款码)[^0-9，。；]{0,12}"
        rf"(?P<x>{_D}(?:{GAP}{_D}){{7,29}})",
    ),
    _pattern("card-by-checksum", "银行账户", _RUN % ("15,18", ""), holds=_luhn),
    _pattern(
        "paper-after-word",
        "证件号码",
        r"(?:护照|通行证|台胞证|回乡证|居[留住]证|驾驶证|行驶证|军官证|士兵证|残疾证|资格证|执业证|注册证|健康证"
        r"|社保卡|医保卡|学号|工号|证件)[^0-9A-Za-z，。；]{0,10}"
        r"(?P<x>[A-Za-z]{0,3}[0-9][0-9A-Za-z]{4,19})",
        asked=True,
    ),
    _pattern(
        "mobile",
        "手机号码",
        rf"(?<![0-9])(?P<x>(?:\+?86{GAP})?1{GAP}[3-9](?:{GAP}{_D}){{9}})(?![0-9])",
    ),
    _pattern(
        "landline",
        "电话号码",
        rf"(?<![0-9])(?P<x>[(（]?0[0-9]{{2,3}}[)）]?{GAP}[2-9][0-9]{{6,7}})(?![0-9])",
    ),
    _pattern(
        "telephone-after-word",
        "电话号码",
        rf"(?:电话|手机|传真|联系方式|致电|拨打|来电)[^0-9，。；]{{0,6}}(?P<x>\+?[0-9](?:{GAP}{_D}){{5,14}})(?![0-9])",
    ),
    _pattern(
        "mail", "电子邮箱", r"(?P<x>[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,64}\.[A-Za-z]{2,10})"
    ),
    _pattern(
        "net-account",
        "网络账号",
        r"(?:微信|QQ群?|支付宝|抖音|快手|淘宝|京东|闲鱼|小红书)(?:账?号)?[码：:为是]{0,2}\s{0,2}(?P<x>[A-Za-z0-9_\-]{5,30})",
    ),
    _pattern(
        "plate",
        "机动车号牌",
        rf"(?P<x>{_PROVINCE}{GAP}[A-HJ-NP-Z](?:{GAP}{_PLATE}){{5,6}}[挂学警]?"
        rf"|{_PROVINCE}{GAP}[A-HJ-NP-Z](?:{GAP}{_PLATE}){{4}}{GAP}[挂学警港澳领试超]"
        rf"|WJ{GAP}{_PROVINCE}(?:{GAP}{_PLATE}){{4,5}})(?![0-9A-Za-z])",
    ),
    _pattern(
        "plate-after-word",
        "机动车号牌",
        r"(?:车牌|号牌|牌照)[^0-9A-Za-z，。；]{0,6}(?P<x>[0-9A-Za-z]{4,9})(?![0-9A-Za-z年月日元辆块张])",
        asked=True,
    ),
    _pattern(
        "thing-after-word",
        "财产的编号",
        r"(?:车架号|车辆识别(?:代号|代码|码)|发动机号|串号|IMEI|IP地?址?|MAC地?址?|不动产权第|房产证)"
        r"[^0-9A-Za-z，。；]{0,6}(?P<x>[0-9A-Za-z][0-9A-Za-z.:\-]{5,30})",
        asked=True,
    ),
    _pattern("birthday", "出生日期", rf"{_YEAR}(?P<x>{_DAY}日?){_BORN}", shown=""),
    _pattern(
        "birthday-after-word",
        "出生日期",
        r"(?:出生于|(?<![发产派])生于|出生日期|出生年月日?|生日)[为是：:\s]{0,2}"
        rf"(?:{_YEAR})?(?P<x>{_DAY}日?)",
        shown="",
    ),
    _pattern(
        "home-after-word",
        "住址",
        r"(?:家住|住在|现住|暂住|租住|住址|住所|户籍地址?|户籍所在地|居住于|居住在|现居"
        r"|(?:(?<=[，。；（(人系者他她某：:])|^)住(?![所宿院户房客店持建口进])(?=[^，。；]{0,40}[0-9村路街号室])"
        r"|房号)[为于在：:]{0,2}(?!与|和|一致|地[和与不]|住?地不同|必须)"
        r"(?P<x>[^，。；、：:）)“”\s]{4,60})",
        asked=True,
    ),
    _pattern(
        "street-and-room",
        "住址",
        rf"{_FROM_PLACE}(?P<x>[\u4e00-\u9fff]{{1,10}}[0-9]{{1,5}}号[\u4e00-\u9fff]{{0,10}}{_ROOM})",
        asked=True,
    ),
    _pattern(
        "village-and-house",
        "住址",
        rf"{_FROM_PLACE}(?P<x>[\u4e00-\u9fff]{{1,9}}?[村屯庄寨头湾社坝坪里队][\u4e00-\u9fff]{{0,4}}"
        r"[0-9一二三四五六七八九十]{1,3}[组社队][0-9]{0,4}号?)",
        asked=True,
    ),
    _pattern("room", "住址", rf"(?P<x>{_ROOM})", asked=True),
    _pattern(
        "illness",
        "健康状况",
        r"(?:患有?|身患|罹患|确诊[为患]?|诊断(?:证明|结论|结果|意见)?[为是：:]{0,2}|感染|结果提示)"
        r"(?P<x>(?:[\u4e00-\u9fff]{1,10}?(?:病毒|病|症|炎|癌|瘤|阳性|梅毒|淋病|残疾|折|压|糖|肺|结石|结核"
        r"|结节|疣|疹|障碍|梗死|出血|瘫痪?|中风|流产|损伤|烧伤|挫伤|裂伤|中毒)|[甲乙丙丁戊]型?肝炎?|艾滋)[病症]?)",
        asked=True,
        shown="×",
        ground=SENSITIVE,
    ),
    _pattern(
        "health-by-itself",
        "健康状况",
        r"(?P<x>HIV抗体[（(][+＋][)）]|(?:艾滋病?毒?|HIV|梅毒|[乙丙]肝|[乙丙]型肝炎|结核菌?|毒品|尿液|吗啡|冰毒)"
        r"[\u4e00-\u9fffA-Za-z]{0,8}?(?:阳性|感染者|携带者|病史)|怀孕[0-9一二三四五六七八九十]{1,2}[个周]月?"
        r"|[智肢听视]力?[体障]?[残障][疾碍]?[一二三四]级|精神分裂症?|抑郁症|癫痫)",
        asked=True,
        shown="×",
        ground=SENSITIVE,
    ),
    _pattern(
        "faith",
        "宗教信仰",
        r"(?P<x>(?:信仰|信奉|皈依)[\u4e00-\u9fff]{1,6}?教|(?:穆斯林|基督徒|天主教徒|佛教徒|教徒))",
        asked=True,
        shown="×",
        ground=SENSITIVE,
    ),
    _pattern(
        "age-of-a-minor",
        "未成年人",
        r"(?<![0-9满于到至—十-])(?P<x>(?:[1-9]|1[0-7]|[一二两三四五六七八九]|十[一二三四五六七]?)周?岁)"
        r"(?!以[上下]|及以)",
        asked=True,
        ground=SENSITIVE,
    ),
    _pattern(
        "school-of-a-minor",
        "未成年人",
        rf"(?:(?<=就读)于?|(?<=就读于)|(?<=[，。；、：（有系在于读是为]))(?P<x>{_SCHOOL})"
        r"(?=的?学生|就读|上学|读书)",
        asked=True,
        ground=SENSITIVE,
    ),
    _pattern(
        "school-after-word",
        "未成年人",
        rf"(?:就读|入读|上学)[于在]?(?P<x>{_SCHOOL})",
        asked=True,
        ground=SENSITIVE,
    ),
    _name("foreign-name", rf"(?P<x>[{FOREIGN}]{{1,7}}(?:[·•][{FOREIGN}]{{1,7}})+)", _whole),
    _name("name-after-word", rf"(?:{BEFORE}|[{ENDS}])[：:\s]{{0,2}}(?P<x>{_FULL})"),
    _name(
        "name-by-itself",
        rf"{_LEFT}(?P<x>{_FULL})(?![路街巷镇乡村县区市州湾苑园店厂号站港山河桥岭]"
        r"|[\u4e00-\u9fff]{0,4}(?:有限|公司|商行|经营部|超市))",
    ),
    _name(
        "short-name-after-word",
        rf"(?:{BEFORE}|[{ENDS}])[：:\s]{{0,2}}(?P<x>{_FAMILY}[\u4e00-\u9fff]{{1,2}}?){AFTER}",
    ),
    _name(
        "name-before-act",
        rf"{_LEFT}(?P<x>{_FAMILY}[\u4e00-\u9fff]{{1,2}}?)(?=(?:{DOES}))",
    ),
    _name("name-in-brackets", rf"(?<=[（(])(?P<x>{_FAMILY}[\u4e00-\u9fff]{{1,2}})(?=[)）])"),
    _name(
        "double-surname",
        rf"{_LEFT}(?P<x>(?:{DOUBLE})[\u4e00-\u9fff]{{1,2}}?){AFTER}",
    ),
    _name(
        "name-spaced-out",
        rf"(?:{_LEFT}|(?:{BEFORE}|当事人)[：:]?)"
        rf"(?P<x>[{SURNAMES}][\u3000 ]{{1,2}}[{GIVEN}]){AFTER}",
        lambda words: looks_like_name(re.sub(r"\s", "", words)),
    ),
    _name(
        "foreign-name-after-word",
        rf"(?:(?:{BEFORE})[：:\s]{{0,2}}|(?<=[、和与]))(?P<x>[{FOREIGN}]{{3,8}}?){AFTER}",
        _whole,
    ),
    _name(
        "latin-name",
        rf"(?:(?:{BEFORE}|当事人|姓名)[：:\s]{{0,2}}|(?<=[及和与、]))"
        rf"(?P<x>{_LATIN}{{2,20}}(?:\s{_LATIN}{{1,20}}){{1,3}})",
        _whole,
    ),
    _name("name-between-marks", rf"{_LEFT}(?P<x>{_FAMILY}{_HALF}?){AFTER}"),
)
