"""People, parties and powers from a sheet: checked row by row, entered whole or not at all."""

import base64
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from gongjian.accounts.models import User
from gongjian.catalog.queries import causes_for
from gongjian.common import clock as clocks
from gongjian.exante.models import StatedItem
from gongjian.ledger.models import Entry
from gongjian.orgs.models import Agency, Certificate, Officer
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.parties.models import Party
from gongjian.workbench.importing import KINDS, BadSheet, read_sheet, template
from gongjian.workbench.importing.sheet import MOST_ROWS
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PEOPLE = KINDS["people"]
UNIT = "综合行政执法支队"
GOOD: Mapping[str, Any] = {
    "所在机构": UNIT,
    "姓名": "赵一示",
    "职务": "执法员",
    "登录账号": "zhaoyi",
    "证件号码": "川A2026001",
    "发证机关": "青川市人民政府",
    "证件种类": "行政执法证",
    "有效期起": date(2026, 1, 1),
    "有效期止": "2030-12-31",
}


def sheet(rows: Sequence[Mapping[str, Any]], headings: Sequence[str] | None = None) -> bytes:
    book = Workbook()
    told = list(headings or dict.fromkeys(key for row in rows for key in row))
    book.active.append(told)
    for row in rows:
        book.active.append([row.get(heading) for heading in told])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.fixture
def administrator(agency: Agency) -> Officer:
    return make_officer(agency, ("admin_system",), account=True)


def run(file: Path, who: Officer, *words: str, kind: str = "people") -> str:
    out = io.StringIO()
    assert who.user is not None
    call_command("import_sheet", kind, str(file), "--as", who.user.username, *words, stdout=out)
    return out.getvalue()


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    return path


def counts() -> tuple[int, ...]:
    return (
        Officer.objects.count(),
        User.objects.count(),
        Certificate.objects.count(),
        Entry.objects.count(),
    )


def test_a_sheet_of_people_becomes_officers_accounts_and_certificates(
    tmp_path: Path, administrator: Officer
) -> None:
    second = {"所在机构": UNIT, "姓名": "钱二示", "职务": "支队长"}

    out = run(written(tmp_path, sheet([GOOD, second])), administrator)

    officer = Officer.objects.get(name="赵一示")
    assert officer.certificates.get().valid_to == date(2030, 12, 31)
    assert Officer.objects.get(name="钱二示").user is None
    found = re.search(r"初始密码 (\S+?)，", out)
    assert found is not None
    assert officer.user is not None
    assert officer.user.check_password(found[1])
    assert officer.user.must_change
    assert "已导入 执法人员 2 行" in out


def test_a_preview_writes_nothing_and_tells_no_password(
    tmp_path: Path, administrator: Officer
) -> None:
    before = counts()

    out = run(written(tmp_path, sheet([GOOD])), administrator, "--preview")

    assert "可以导入（没有写入） 执法人员 1 行" in out
    assert "密码" not in out
    assert counts() == before


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"所在机构": "没有的机构"}, "所在机构", "没有名为“没有的机构”的机构"),
    ({"姓名": None}, "姓名", "必须填写"),
    ({"证件种类": "驾驶证"}, "证件种类", "不在可选范围：行政执法证"),
    ({"有效期止": "二〇三〇"}, "有效期止", "不是日期"),
    ({"有效期止": date(2025, 1, 1)}, "有效期止", "不能早于"),
    ({"发证机关": ""}, "发证机关", "这一项也须填写"),
    ({"证件号码": 1234567890123456789}, "证件号码", "设为“文本”"),
    ({"登录账号": "a" * 200}, "登录账号", "第 3 行 登录账号"),
]


@pytest.mark.parametrize(("change", "heading", "told"), WRONG, ids=[w[2] for w in WRONG])
def test_one_wrong_cell_keeps_the_whole_sheet_out(
    tmp_path: Path,
    administrator: Officer,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    heading: str,
    told: str,
) -> None:
    other = {**GOOD, "姓名": "钱二示", "登录账号": None, "证件号码": "川A2026002"}
    before = counts()

    with pytest.raises(CommandError, match="没有写入任何一行"):
        run(written(tmp_path, sheet([other, dict(GOOD) | change])), administrator)

    said = capsys.readouterr().err
    assert f"第 3 行 {heading}" in said
    assert told in said
    assert counts() == before


def test_the_same_sheet_twice_is_refused_row_by_row(
    tmp_path: Path, administrator: Officer, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, sheet([GOOD]))
    run(file, administrator)

    with pytest.raises(CommandError, match="没有写入任何一行"):
        run(file, administrator)

    assert "已有在职人员" in capsys.readouterr().err


def test_who_may_not_enter_people_may_not_import_them(tmp_path: Path, agency: Agency) -> None:
    handler = make_officer(agency, ("handler",), account=True)

    with pytest.raises(CommandError, match="没有导入执法人员的权限"):
        run(written(tmp_path, sheet([GOOD])), handler)


def test_parties_are_imported_by_who_registers_them(tmp_path: Path, agency: Agency) -> None:
    handler = make_officer(agency, ("handler",), account=True)
    firm: dict[str, Any] = {"当事人类型": "法人", "姓名或名称": "青川市恒远新材料有限公司"}
    firm |= {"统一社会信用代码": "91530100MA0000015A", "联系电话": 13900000001}

    run(written(tmp_path, sheet([firm])), handler, kind="objects")

    party = Party.objects.get()
    assert (party.name, party.phone) == ("青川市恒远新材料有限公司", "13900000001")


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not a sheet", "不是 .xlsx"),
        (b"0" * (1 << 21), "超过 1 MB"),
        (bomb(), "展开后过大"),
        (sheet([{"姓名": "甲", "工资": 1}]), "不认识的列“工资”"),
        (sheet([{"姓名": "甲"}]), "缺少列“所在机构”、“职务”"),
        (sheet([], ["所在机构", "姓名", "职务"]), "没有一行数据"),
        (sheet([dict(GOOD)] * (MOST_ROWS + 1)), "最多导入"),
    ],
    ids=["text", "large", "bomb", "unknown", "missing", "empty", "long"],
)
def test_a_file_that_is_no_such_sheet_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BadSheet, match=re.escape(told)):
        read_sheet(content, PEOPLE)


@pytest.mark.parametrize("code", KINDS)
def test_the_template_is_a_sheet_that_lacks_only_rows(code: str) -> None:
    kind = KINDS[code]
    book = load_workbook(io.BytesIO(template(kind)))

    headings = [cell.value for cell in book.active[1]]
    assert headings == [column.heading for column in kind.columns]
    with pytest.raises(BadSheet, match="没有一行数据"):
        read_sheet(template(kind), kind)


def test_the_page_checks_first_and_enters_what_was_checked(administrator: Officer) -> None:
    client = signed_in_as(administrator)
    url = reverse("workbench:import", args=["people"])
    assert client.get(reverse("workbench:import_template", args=["people"])).status_code == 200
    file = SimpleUploadedFile("x.xlsx", sheet([GOOD]))

    checked = client.post(url, {"file": file})

    assert "核对无误，共 1 行，尚未写入" in checked.content.decode()
    assert not Officer.objects.filter(name="赵一示").exists()
    content = base64.b64encode(sheet([GOOD])).decode()
    kept = client.post(url, {"content": content, "keep": "yes"})
    assert "已导入 1 行" in kept.content.decode()
    assert Officer.objects.filter(name="赵一示").exists()


def test_the_page_names_row_and_column(administrator: Officer) -> None:
    client = signed_in_as(administrator)
    file = SimpleUploadedFile("x.xlsx", sheet([dict(GOOD) | {"所在机构": "没有的"}]))

    answer = client.post(reverse("workbench:import", args=["people"]), {"file": file})

    assert answer.status_code == 422
    assert "没有写入任何一行" in answer.content.decode()
    assert "没有名为“没有的”的机构" in answer.content.decode()


def test_the_page_is_shut_to_who_may_not(agency: Agency) -> None:
    client = signed_in_as(make_officer(agency, ("handler",), account=True))

    assert client.get(reverse("workbench:import", args=["people"])).status_code == 403
    assert client.get(reverse("workbench:import", args=["objects"])).status_code == 200
    assert client.get(reverse("workbench:import", args=["cats"])).status_code == 404


POWER: Mapping[str, Any] = {
    "权力类别": "行政许可",
    "事项名称": "排污许可证核发",
    "依据": "《排污许可管理条例》第六条",
    "权力内容": "核发、变更、延续、撤销排污许可证",
}


@pytest.fixture
def publisher(agency: Agency) -> Officer:
    return make_officer(agency, ("publisher",), account=True)


def test_powers_are_imported_with_an_entry_each_and_told_what_they_stand_for(
    tmp_path: Path, publisher: Officer
) -> None:
    names = [c.name for c in causes_for("environment", clocks.current().today())]
    same = dict(POWER) | {"权力类别": "行政处罚", "事项名称": names[0]}
    file = written(tmp_path, sheet([POWER, same]))
    before = Entry.objects.count()

    checked = run(file, publisher, "--preview", kind="powers")
    assert not StatedItem.objects.exists()
    assert Entry.objects.count() == before
    out = run(file, publisher, kind="powers")

    for told in (checked, out):
        assert "排污许可证核发：新增" in told
        assert f"{names[0]}：代替案由目录的同名事项" in told
    assert "已导入 权责清单 2 行" in out
    assert Entry.objects.count() == before + 2
    assert StatedItem.objects.get(name="排污许可证核发").cells["kind"] == "行政许可"
    assert "替换已登记的同名事项" in run(file, publisher, "--preview", kind="powers")


@pytest.mark.parametrize(
    ("rows", "column", "told"),
    [
        ([dict(POWER) | {"权力类别": "行政命令"}], "权力类别", "不在可选范围：行政许可"),
        ([dict(POWER) | {"依据": None}], "依据", "必须填写"),
        ([dict(POWER) | {"事项名称": "长" * 101}], "事项名称", "100"),
        (
            [POWER, dict(POWER) | {"权力内容": "另一内容"}],
            "事项名称",
            "与第2行的“排污许可证核发”重复",
        ),
    ],
    ids=["kind", "basis", "long", "twice"],
)
def test_a_wrong_row_of_powers_is_told_by_row_and_column_and_nothing_is_written(
    publisher: Officer, rows: list[Mapping[str, Any]], column: str, told: str
) -> None:
    client = signed_in_as(publisher)
    good = dict(POWER) | {"事项名称": "危险废物经营许可"}
    before = Entry.objects.count()
    file = SimpleUploadedFile("x.xlsx", sheet([*rows, good]))

    answer = client.post(reverse("workbench:import", args=["powers"]), {"file": file})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'class="nowrap">{column}</td>' in page
    assert told in page
    assert not StatedItem.objects.exists()
    assert Entry.objects.count() == before


def test_the_list_leads_its_publisher_to_the_import_and_back(publisher: Officer) -> None:
    client = signed_in_as(publisher)
    url = reverse("workbench:import", args=["powers"])
    assert url in client.get(reverse("workbench:list", args=["powers"])).content.decode()

    content = base64.b64encode(sheet([POWER])).decode()
    kept = client.post(url, {"content": content, "keep": "yes"}).content.decode()

    assert reverse("workbench:list", args=["powers"]) in kept
    assert "初始密码" not in kept
    shown = client.get(reverse("workbench:list", args=["powers"])).content.decode()
    assert "排污许可证核发" in shown
    assert "本机关登记" in shown


def test_powers_are_imported_by_the_publisher_only(agency: Agency) -> None:
    client = signed_in_as(make_officer(agency, ("handler",), account=True))

    assert client.get(reverse("workbench:import", args=["powers"])).status_code == 403
