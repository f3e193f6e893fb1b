"""The fields of the credit platform, the checks and the files: pure."""

from datetime import date

import pytest

from gongjian.channels.credit.checking import problems_of
from gongjian.channels.credit.comparing import compared
from gongjian.channels.credit.fields import format_of, read_format
from gongjian.channels.credit.files import read_file, write_csv, write_xlsx
from gongjian.channels.credit.rows import wan
from gongjian.common.data import data_folder

FORM = format_of()
TODAY = date(2026, 5, 6)
COMPANY = dict.fromkeys(FORM.codes, "") | {
    "CF_XDR_MC": "青川市恒远新材料有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": "91530100MA0000015A",
    "CF_FRDB": "吴示例",
    "CF_WSH": "青环罚〔2026〕1号",
    "CF_WFXW": "未批先建",
    "CF_SY": "=擅自改变生产工艺，\n另见现场笔录。",
    "CF_YJ": "环境影响评价法第三十一条",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款 52,120元",
    "CF_NR_FK": "5.212000",
    "CF_JDRQ": "2026/05/06",
    "CF_YXQ": "2099/12/31",
    "CF_CFJG": "青川市生态环境局",
    "CF_CFJGDM": "91530100MA0000015A",
    "CF_SJLY": "青川市生态环境局",
    "CF_SJLYDM": "91530100MA0000015A",
}
# The order and the names of the standard; a change of the data file must be meant.
ORDER = [
    "CF_XDR_MC",
    "CF_XDR_LB",
    "CF_XDR_SHXYM",
    "CF_XDR_GSZC",
    "CF_XDR_ZZJG",
    "CF_XDR_SWDJ",
    "CF_XDR_SYDW",
    "CF_XDR_SHZZ",
    "CF_FRDB",
    "CF_FR_ZJLX",
    "CF_FR_ZJHM",
    "CF_XDR_ZJLX",
    "CF_XDR_ZJHM",
    "CF_WSH",
    "CF_WFXW",
    "CF_SY",
    "CF_YJ",
    "CF_CFLB",
    "CF_NR",
    "CF_NR_FK",
    "CF_NR_WFFF",
    "CF_NR_ZKDX",
    "CF_JDRQ",
    "CF_YXQ",
    "CF_GSJZQ",
    "CF_CFJG",
    "CF_CFJGDM",
    "CF_SJLY",
    "CF_SJLYDM",
    "BZ",
]
TRADER = COMPANY | {"CF_XDR_LB": "个体工商户", "CF_XDR_SHXYM": FORM.no_code}
PERSON = COMPANY | {"CF_XDR_LB": "自然人", "CF_XDR_MC": "张某", "CF_XDR_SHXYM": "", "CF_FRDB": ""}


@pytest.mark.requirement("P17")
def test_the_columns_are_those_of_the_standard_in_its_order() -> None:
    assert list(FORM.codes) == ORDER


def test_a_row_that_keeps_to_the_standard_has_no_problem() -> None:
    assert problems_of(COMPANY, FORM, TODAY) == []
    assert problems_of(TRADER | {"CF_XDR_GSZC": "510800600000001"}, FORM, TODAY) == []


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (COMPANY | {"CF_XDR_MC": ""}, "行政相对人名称", "必须填写"),
        (COMPANY | {"CF_XDR_LB": "公司"}, "行政相对人类别", "不在可选范围内"),
        (COMPANY | {"CF_XDR_SHXYM": "91530100MA0000015B"}, "统一社会信用代码", "校验不通过"),
        (COMPANY | {"CF_XDR_SHXYM": FORM.no_code}, "统一社会信用代码", "真实代码"),
        (COMPANY | {"CF_CFJGDM": ""}, "处罚机关统一社会信用代码", "必须填写"),
        (COMPANY | {"CF_FRDB": ""}, "法定代表人", "必须填写"),
        (COMPANY | {"CF_FR_ZJLX": "身份证"}, "法定代表人证件号码", "填写了证件类型"),
        (COMPANY | {"CF_XDR_ZJHM": "1"}, "证件号码", "请留空"),
        (COMPANY | {"CF_YJ": "条" * 2049}, "处罚依据", "最多2048字"),
        (COMPANY | {"CF_CFLB": "训诫"}, "处罚类别", "不是处罚类别"),
        (COMPANY | {"CF_NR_FK": ""}, "罚款金额", "处罚类别含罚款"),
        (COMPANY | {"CF_NR_FK": "5.2"}, "罚款金额", "6位小数"),
        (COMPANY | {"CF_NR_FK": "52120元"}, "罚款金额", "不是金额"),
        (COMPANY | {"CF_CFLB": "罚款;没收违法所得、没收非法财物"}, "没收", "含没收"),
        (COMPANY | {"CF_JDRQ": "2026/05/07"}, "处罚决定日期", "晚于今天"),
        (COMPANY | {"CF_JDRQ": "2026-05-06"}, "处罚决定日期", "2026/03/02"),
        (COMPANY | {"CF_YXQ": "2026/02/30"}, "处罚有效期", "不是日期"),
        (TRADER, "工商注册号", "占位代码"),
        (PERSON, "证件号码", "必须填写"),
    ],
)
def test_each_fault_names_its_field_and_what_to_do(
    row: dict[str, str], field: str, words: str
) -> None:
    found = [p for p in problems_of(row, FORM, TODAY) if field in p.field and words in p.text]

    assert found, problems_of(row, FORM, TODAY)
    assert found[0].number == "青环罚〔2026〕1号"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_back_and_nothing_in_it_runs(write: object) -> None:
    rows = [COMPANY, COMPANY | {"CF_WSH": "青环罚〔2026〕2号", "CF_SY": '\'甲,"乙"'}]

    content = write(rows, FORM)  # type: ignore[operator]  # both writers have one shape
    found = read_file(content, FORM)

    assert found.problems == ()
    assert list(found.rows) == rows
    assert compared(found.rows, rows, FORM, TODAY).sound


def test_a_file_with_older_headings_in_gb18030_is_read() -> None:
    names = {"CF_XDR_ZZJG": "CF_XDR_ZDM", "CF_FRDB": "CF_FR", "CF_NR": "处罚内容"}
    text = write_csv([COMPANY], FORM).decode("utf-8-sig")
    head, rest = text.split("\r\n", 1)
    older = ",".join(names.get(code, code) for code in head.split(","))

    assert read_file(f"{older}\r\n{rest}".encode("gb18030"), FORM).rows == (COMPANY,)


def test_a_file_without_a_column_or_with_a_strange_one_is_refused_whole() -> None:
    lacking = read_file("CF_XDR_MC,奇怪\r\n甲,乙\r\n".encode(), FORM)

    assert "奇怪" in lacking.problems[0]
    assert "CF_WSH" in lacking.problems[1]
    assert read_file(b"PK\x03\x04 no archive", FORM).problems
    assert read_file(b"\xff\x00\xfe", FORM).problems
    assert read_file(b"", FORM).problems


def test_a_comparison_names_what_lacks_what_is_strange_and_what_differs() -> None:
    ours = [COMPANY | {"CF_WSH": f"{n}号"} for n in "甲乙丙"]
    theirs = [ours[0], ours[1] | {"CF_NR_FK": "9.000000"}, ours[2] | {"CF_WSH": "丁号"}, ours[0]]

    told = compared(theirs, ours, FORM, TODAY)

    assert told.missing == ("丙号",)
    assert told.unknown == ("丁号",)
    assert [(p.row, p.number, p.field) for p in told.different] == [(3, "乙号", "罚款金额（万元）")]
    assert [(p.row, p.text) for p in told.problems] == [(5, "同一文号在文件中出现两次，请只留一行")]
    assert told.same == 1


def test_money_leaves_in_ten_thousands_exact_to_the_fen() -> None:
    assert [wan(1), wan(5_212_000), wan(0)] == ["0.000001", "5.212000", "0.000000"]


def test_a_field_defined_with_an_unknown_word_is_refused() -> None:
    text = (data_folder("formats") / "credit-penalty.toml").read_text(encoding="utf-8")

    with pytest.raises(ValueError, match="CF_JDRQ"):
        read_format(text.replace('check = "past"', 'check = "pats"'))
    with pytest.raises(ValueError, match="重复"):
        read_format(text.replace('code = "BZ"', 'code = "CF_WSH"'))
