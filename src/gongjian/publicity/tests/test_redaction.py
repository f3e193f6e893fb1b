"""What must never be read in public, and what must stay readable."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common.identifiers import citizen_check
from gongjian.publicity.patterns import PRIVACY, looks_like_name, people_in
from gongjian.publicity.redaction import Term, county_of, names_in, redact
from gongjian.publicity.rendition import penalty_texts

NAME = Term("张小三", "张某", "姓名", PRIVACY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张小三到场", "张某到场"),
        ("张 小 三与张\u200b小三", "张某与张某"),
        ("公民身份号码510101199001011237。", "公民身份号码×××。"),
        ("身份证５１０１０１１９９００１０１１２３７", "身份证×××"),
        ("510101 19900101 1237", "×××"),
        ("旧证510101900101123，", "旧证×××，"),
        ("致电13800138000、138-0013-8000、+86 13800138000", "致电×××、×××、×××"),
        ("座机0818-2222222", "座机×××"),
        ("账号：6222 0212 3456 7890 123", "账号：×××"),
        ("驾驶川A12345、川AD12345牌货车", "驾驶×××、×××牌货车"),
        ("邮箱li.si@example.cn，微信号abc_12345", "邮箱×××，微信号×××"),
        ("护照号码E12345678", "护照号码×××"),
        ("家住金塘村3组12号，务农", "家住×××，务农"),
        ("金塘小区2栋1单元501室", "金塘小区×××"),
        ("其患有糖尿病", "其患有×"),
        ("1990年3月4日出生", "1990年出生"),
        ("证人李四称：", "证人某某称："),
        ("员工王五陈述", "员工某某陈述"),
        ("电话一三八零八七一二三四五，手机幺三八〇八七一二三四五", "电话×××，手机×××"),
        ("手机①③⑧⓪⑧⑦①②③④⑤", "手机×××"),
        ("身份证号五一零一零一一九九零零一零一一二三七", "身份证号×××"),
        ("身份证510101/19900101/1237或者510101_19900101_1237", "身份证×××或者×××"),
        ("驾驶云E1234挂、云A1234警、川 A 1 2 3 4 5、川A一二三四五", "驾驶×××、×××、×××、×××"),
        ("车辆识别代号LSVAM4187C2184847", "车辆识别代号×××"),
        ("台胞证00123456", "台胞证×××"),
        ("其子2012年5月出生，其女2014-05-01生", "其子2012年出生，其女2014-生"),
        ("生于一九八五年六月一日，生日：6月1日", "生于一九八五年，生日："),
        ("年仅十五岁，就读于青川一中学高一（3）班", "年仅×××，就读于×××"),
        ("确诊乙肝，艾滋病检测阳性，信仰伊斯兰教", "确诊×，×，×"),
        ("当事人住金山镇北辰路5-2-301室", "当事人住×××"),
        ("经询问张建国、李秀英夫妇", "经询问某某、某某夫妇"),
        ("李国强之妹李小梅代收，替刘德华值班", "某某之妹某某代收，替某某值班"),
        ("司马相如与扎西次仁在场", "某某与某某在场"),
        ("证人扎西次仁、王　伟称", "证人某某、某某称"),
        ("被询问人：John Smith及Nguyễn Văn An", "被询问人：某某及某某"),
        ("员工小张（张无忌）由其嫂陈荟莲陪同", "员工小张（某某）由其嫂某某陪同"),
        ("押运员：丹增罗布，由马云打款", "押运员：某某，由某某打款"),
        ("淘宝账号yangguo_88，HIV抗体（+）", "淘宝账号×××，×"),
        ("就读于阳光幼儿园小二班", "就读于×××"),
    ],
)
def test_what_identifies_a_person_is_hidden(text: str, shown: str) -> None:
    assert redact(text, [NAME])[0] == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026年4月21日，执法人员检查，罚款52,120.00元。",
        "青环罚决字〔2026〕12号，许可证编号JY15101060012345",
        "居民向我局举报，员工陈述属实，员工于当日离开",
        "宣称可治愈糖尿病",
        "2026年3月1日生产，2026-03-01生产，2026年5月生效，2026.3.1生意兴隆",
        "违法行为发生于2026年3月1日，产生于2026.3.1，自2026/03/01至2026/04/02",
        "罚款伍万贰仟壹佰贰拾元整，第一、二、三、四、五、六、七项，二〇二六年三月一日",
        "不满十四周岁的，已满十八周岁，十六岁以上",
        "盐酸克伦特罗阳性，怀孕母猪，阳性样品",
        "号牌2026年更换，牌照5000元，GB/T 2026.1-2019，型号A3B12345",
        "住房城乡建设局，经营者住所与经营场所同在，入住宾馆",
        "原料1200公斤、批号20260314、条码6901234567892",
        "《中华人民共和国环境影响评价法》第二十四条第一款",
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    assert redact(text, [NAME]) == (text, [])


def test_a_likely_name_is_asked_about_wherever_it_stands() -> None:
    told = "再由刘强东转出，货主刘强东称已付，刘强东系其子"
    named = names_in("证人刘强东称：", [])
    shown, found = redact(told, [], likely=named)

    assert set(named) == {"刘强东"}
    assert "刘强东" not in shown
    assert all(h.asked for h in found)
    spared = [(h.at, h.at + h.length) for h in found[:1]]
    assert redact(told, [], spared=spared, likely=named)[0].count("刘强东") == 1


def test_kept_words_win_over_what_looks_like_a_name_or_number() -> None:
    text = "张小三小吃店（统一社会信用代码915101001990010112）由张小三经营"

    shown, hidden = redact(text, [NAME], kept=["张小三小吃店", "915101001990010112"])

    assert shown == "张小三小吃店（统一社会信用代码915101001990010112）由张某经营"
    assert [h.at for h in hidden] == [text.rindex("张小三")]


def test_overlapping_finds_leave_no_remainder() -> None:
    shown, _ = redact("家住张小三隔壁3号", [NAME])

    assert "隔壁" not in shown
    assert "3号" not in shown


def test_the_register_tells_place_and_ground_but_not_the_words() -> None:
    _, (hidden,) = redact("由张小三签收", [NAME])

    assert (hidden.at, hidden.length, hidden.shown) == (1, 3, "张某")
    assert "张小三" not in repr(hidden)
    assert hidden.ground == PRIVACY


@given(
    st.sampled_from(["510101", "110105", "532331"]),
    st.dates(min_value=date(1920, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 999),
    st.text("，。的在 ", max_size=5),
    st.text("，。的在 ", max_size=5),
)
def test_no_citizen_number_survives(
    area: str, born: date, order: int, before: str, after: str
) -> None:
    body = f"{area}{born:%Y%m%d}{order:03}"
    number = body + citizen_check(body)

    shown, _ = redact(f"{before}{number}{after}", [])

    assert number not in shown
    assert body[6:14] not in shown


@given(st.integers(13_000_000_000, 19_999_999_999), st.sampled_from(["{}", "电话{}。", "由{}拨打"]))
def test_no_mobile_number_survives(number: int, frame: str) -> None:
    assert str(number) not in redact(frame.format(number), [])[0]


@given(st.text("张小三李四a1，。 ", max_size=40))
def test_the_rest_of_the_text_is_untouched(text: str) -> None:
    shown, hidden = redact(text, [NAME])

    kept, last = [], 0
    for h in hidden:
        kept += [text[last : h.at], h.shown]
        last = h.at + h.length
    assert "".join([*kept, text[last:]]) == shown
    assert "张小三" not in shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("四川省达州市通川区滨河路1号", "四川省达州市通川区"),
        ("云南省楚雄彝族自治州禄丰市金山镇", "云南省楚雄彝族自治州禄丰市"),
        ("北京市海淀区中关村大街1号", "北京市海淀区"),
        ("青川市罗家镇金塘村", "青川市"),
        ("阳光小区3栋", ""),
        ("凉山彝族自治州西昌市高新区3号", "凉山彝族自治州西昌市"),
    ],
)
def test_an_address_ends_at_the_county(address: str, shown: str) -> None:
    assert county_of(address) == shown


def test_people_are_found_in_a_short_list() -> None:
    assert people_in("王五（厂长）、李四；现场人员") == ["王五", "李四"]
    assert not looks_like_name("陈述")
    assert looks_like_name("买买提·艾力")


@pytest.mark.parametrize("word", ["原材料", "原批复", "原辅材料", "原环评文件"])
def test_a_word_of_every_second_decision_is_no_name(word: str) -> None:
    assert names_in(f"擅自改变{word}和生产工艺。", (), ()) == {}


def test_penalties_of_several_acts_are_told_act_by_act() -> None:
    fine = {"kind": "fine", "amount_fen": 2_000_000, "detail": "", "act": 1}
    warning = {"kind": "warning", "amount_fen": None, "detail": "", "act": 2}
    acts = [{"name": "未批先建"}, {"name": "堆场扬尘"}]

    told = penalty_texts(acts, [warning, fine])

    assert told == ["对“未批先建”：罚款 20,000元", "对“堆场扬尘”：警告"]
    assert penalty_texts(acts, [fine]) == told[:1]
    assert penalty_texts([], [fine, warning]) == ["罚款 20,000元", "警告"]
