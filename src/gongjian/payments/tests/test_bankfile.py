"""Files of banks as they come: encodings, headers, traps of spreadsheets, days and sums."""

from datetime import date

import pytest

from gongjian.payments.bankfile import MOST_ROWS, BankFile, read, read_day

TODAY = date(2026, 3, 20)
HEAD = "银行流水号,入账日期,金额,付款人,缴款码,摘要,渠道"
ROW = 'B001,2026-03-18,"52,120.00",青川市恒远新材料有限公司,26000010000000000143,罚没款,柜面'


def file(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> BankFile:
    return read("\r\n".join((head, *rows)).encode(encoding), TODAY)


def problem(*rows: str) -> str:
    found = file(*rows)
    assert not found.sound
    return "；".join([*found.problems, *(p for line in found.lines for p in line.problems)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_each_encoding_of_the_field_is_read(encoding: str) -> None:
    (line,) = file(ROW, encoding=encoding).lines

    assert line.payer == "青川市恒远新材料有限公司"
    assert (line.serial, line.paid_on, line.amount_fen) == ("B001", date(2026, 3, 18), 5_212_000)


def test_a_rare_name_in_gb18030_is_kept() -> None:
    (line,) = file("B1,2026-03-18,1,沈若䶮,,,", encoding="gb18030").lines

    assert line.payer == "沈若䶮"


def test_other_names_and_units_of_columns_are_known() -> None:
    head = "交易时间,交易流水号,贷方金额（元）,对方户名,附言,缴费码"

    (line,) = file("2026/3/18 07:30:00,S9,8.5,张示例,缴罚款,1", head=head).lines

    assert (line.serial, line.amount_fen, line.payer, line.memo, line.code) == (
        "S9",
        850,
        "张示例",
        "缴罚款",
        "1",
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_other_separators_are_read(delimiter: str) -> None:
    text = "流水号,日期,金额,付款人\nB1,20260318,1.00,张示例\n".replace(",", delimiter)

    assert read(text.encode(), TODAY).sound


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-18",
        "2026/3/18",
        "20260318",
        "2026年3月18日",
        "2026-03-18 00:10:00",
        "20260318 075959",
    ],
)
def test_the_hour_before_eight_does_not_move_the_day(typed: str) -> None:
    assert read_day(typed, TODAY) == date(2026, 3, 18)


@pytest.mark.parametrize("typed", ["2026-13-01", "18/03/2026", "46099", "2026-02-30", "明天"])
def test_what_is_no_day_is_told(typed: str) -> None:
    assert "看不懂日期" in problem(f"B1,{typed},1,张示例,,,")


def test_a_day_to_come_is_told() -> None:
    assert "晚于今天" in problem("B1,2026-03-21,1,张示例,,,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_in_a_serial_or_code_is_told_with_its_row(start: str) -> None:
    found = file(f"{start}1+2,2026-03-18,1,张示例,{start}cmd,,")

    assert [line.number for line in found.lines if line.problems] == [2]
    assert problem(f"{start}1+2,2026-03-18,1,张示例,{start}cmd,,").count("像是公式") == 2


def test_a_number_wrapped_for_a_spreadsheet_is_unwrapped() -> None:
    (line,) = file('"=""000123""",2026-03-18,1,张示例,"\'26",,').lines

    assert (line.serial, line.code, line.problems) == ("000123", "26", ())


def test_a_payer_that_looks_like_a_formula_stays_text() -> None:
    (line,) = file("B1,2026-03-18,1,@示例工作室,,,").lines

    assert (line.payer, line.problems) == ("@示例工作室", ())


def test_a_serial_turned_into_a_power_is_told() -> None:
    assert "文本格式" in problem("1.23E+15,2026-03-18,1,张示例,,,")


@pytest.mark.parametrize("typed", ["-5.00", "(5.00)", "0", "1.234", "五元", ""])
def test_what_is_no_income_is_told(typed: str) -> None:
    assert "金额" in problem(f"B1,2026-03-18,{typed},张示例,,,")


def test_a_serial_twice_in_a_file_is_told_with_both_rows() -> None:
    assert "与第2行重复" in problem("B1,2026-03-18,1,张示例,,,", "B1,2026-03-18,1,张示例,,,")


def test_missing_cells_and_headers_are_told_by_name() -> None:
    assert "缺少“付款人”" in problem("B1,2026-03-18,1")
    assert file("x", head="流水号,备注").problems == (
        "表头中找不到：入账日期、金额、付款人。第一行应当是列名",
    )
    assert "请只留一列" in file(ROW, head="流水号,交易流水号,日期,金额,付款人").problems[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "表头中找不到"),
        (HEAD.encode(), "没有到账记录"),
        (b"\xff\xfe\x00", "编码"),
        (b"PK\x03\x04\x00\x00", "CSV"),
        (b"x" * 1_000_001, "1MB"),
    ],
)
def test_what_is_no_such_file_is_told(content: bytes, told: str) -> None:
    found = read(content, TODAY)

    assert told in found.problems[0]
    assert not found.lines


def test_too_many_rows_are_told() -> None:
    rows = [f"B{n},2026-03-18,1,张示例,,," for n in range(MOST_ROWS + 1)]

    assert "超过" in file(*rows).problems[0]
