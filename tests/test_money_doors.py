"""The bank's file through every door, the pages of money, and no figure of income anywhere."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.models import Performance
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.payments.models import BankReceipt
from gongjian.payments.testing import receive, the_notice

from .doors import signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ROOT = Path(__file__).parents[1]
PAGE, API = "/staff/payments/receipts/", "/api/v1/payments/receipt-file"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.decided_case(cast)


def bank_file(cast: Cast, *rows: str) -> bytes:
    head = "银行流水号,入账日期,金额,付款人,缴款码"
    return "\n".join((head, *rows)).encode("gb18030")


def good(cast: Cast, matter: Matter) -> bytes:
    day = cast.today.isoformat()
    code = the_notice(matter).code
    return bank_file(cast, f'B1,{day},"52,120.00",某公司,{code}', f"B2,{day},10,张示例,")


def test_a_page_shows_first_and_books_on_the_second_press(cast: Cast, matter: Matter) -> None:
    browser = signed_in(cast.people["finance"])
    upload = SimpleUploadedFile("bank.csv", good(cast, matter))

    seen = browser.post(PAGE, {"file": upload})

    assert seen.status_code == 200
    assert not BankReceipt.objects.exists()
    content = re.search(r'name="content" value="([^"]+)"', seen.content.decode())
    assert content is not None
    for _ in range(2):
        done = browser.post(PAGE, {"content": content[1], "confirmed": "yes"})
        assert done.status_code == 302
    assert BankReceipt.objects.count() == 2
    assert the_notice(matter).outstanding_fen == 0


def test_one_bad_row_and_nothing_is_booked_through_any_door(cast: Cast, matter: Matter) -> None:
    bad = good(cast, matter) + f"\n=1+1,{cast.today},5,李示例,".encode("gb18030")
    browser = signed_in(cast.people["finance"])

    page = browser.post(PAGE, {"file": SimpleUploadedFile("bank.csv", bad)})
    api = browser.post(API, bad, content_type="text/csv")

    assert (page.status_code, api.status_code) == (422, 422)
    assert "第4行" in page.content.decode()
    assert "row.4" in api.json()["fields"]
    assert not BankReceipt.objects.exists()


def test_the_api_and_the_command_book_the_same_file_once(
    cast: Cast, matter: Matter, tmp_path: Path
) -> None:
    content = good(cast, matter)
    browser = signed_in(cast.people["finance"])
    assert browser.post(f"{API}?dry_run=true", content, content_type="text/csv").json() == {
        "taken": 0,
        "new": 2,
        "known": 0,
        "unmatched": 1,
    }
    path, out = tmp_path / "bank.csv", io.StringIO()
    path.write_bytes(content)
    user = cast.people["finance"].user
    assert user is not None
    call_command("receipts", str(path), "--as", user.username, stdout=out)

    again = browser.post(API, content, content_type="text/csv").json()

    assert json.loads(out.getvalue()) == {"taken": 2, "known": 0, "unmatched": 1}
    assert again == {"taken": 0, "known": 2, "unmatched": 0}


@pytest.mark.parametrize("office", ["handler", "agency_head", "publisher"])
def test_nobody_but_finance_books_a_file(
    cast: Cast, matter: Matter, office: str, tmp_path: Path
) -> None:
    content, person = good(cast, matter), cast.people[office]
    browser = signed_in(person)
    assert browser.post(API, content, content_type="text/csv").status_code == 403
    upload = SimpleUploadedFile("bank.csv", content)
    assert browser.post(PAGE, {"file": upload}).status_code == 403
    path = tmp_path / "bank.csv"
    path.write_bytes(content)
    assert person.user is not None

    with pytest.raises(CommandError, match="财务"):
        call_command("receipts", str(path), "--as", person.user.username)

    assert not BankReceipt.objects.exists()


def test_the_database_keeps_no_performance_that_was_not_paid(cast: Cast, matter: Matter) -> None:
    receive(cast, matter)
    done = cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    other = story.decided_case(cast)
    known = {f.attname: getattr(done, f.attname) for f in Performance._meta.concrete_fields}
    known |= {"id": None, "uid": other.uid, "case_id": other.pk, "amount_fen": 1}

    with pytest.raises(IntegrityError, match="performance_money_has_arrived"), transaction.atomic():
        Performance.objects.create(**known)


@pytest.mark.parametrize(
    "address",
    [
        "/staff/payments/",
        "/staff/payments/?age=over",
        PAGE,
        "/staff/payments/unmatched/",
        "/staff/payments/reconciliation/",
    ],
)
def test_the_pages_of_money_cost_the_same_for_many_as_for_few(
    cast: Cast, matter: Matter, address: str
) -> None:
    from django.db import connection

    browser = signed_in(cast.people["finance"])
    receive(cast, matter, 100)
    receive(cast, matter, 100, code="")
    cast.wait(days=60)
    receive(cast, matter, 100, serial="today")
    browser = signed_in(cast.people["finance"])
    with CaptureQueriesContext(connection) as few:
        assert browser.get(address).status_code == 200
    for number in range(3):
        receive(cast, matter, 100, serial=f"M{number}")
        receive(cast, matter, 100, serial=f"U{number}", code="")

    with CaptureQueriesContext(connection) as many:
        browser.get(address)

    assert len(many) <= len(few)


@pytest.mark.parametrize("tab", ["money", "remedies"])
def test_the_tabs_open_before_and_after_the_last_day(cast: Cast, matter: Matter, tab: str) -> None:
    address = f"/staff/matters/{matter.uid}/?tab={tab}"
    assert signed_in(cast.people["handler"]).get(address).status_code == 200
    cast.wait(days=40)

    answer = signed_in(cast.people["handler"]).get(address)

    assert answer.status_code == 200
    if tab == "money":
        assert "截至今天的加处罚款" in answer.content.decode()


RANKED = re.compile(r"order_by\([^)]*(amount_fen|outstanding_fen|_fen)")
INCOME = re.compile(r"罚没(总额|收入)排|罚款(总额|收入|指标|任务|排名)|创收|罚没收入")
SHOWN = [
    *(ROOT / "src").rglob("*.html"),
    *(ROOT / "src").rglob("*.py"),
    *(ROOT / "src").rglob("*.js"),
]


def test_no_figure_of_income_stands_anywhere() -> None:
    """Source: 行政处罚法 第七十四条第三款: fines are tied to no appraisal of agencies or people."""
    found = []
    for path in SHOWN:
        text = path.read_text(encoding="utf-8")
        if RANKED.search(text) or INCOME.search(text):
            found.append(str(path.relative_to(ROOT)))

    assert found == []
