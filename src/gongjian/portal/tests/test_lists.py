"""Lists on the portal: the version of a day, what it changed, the same as data."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gongjian.cases.testing import make_cast
from gongjian.common.acts import SYSTEM
from gongjian.exante.choices import ListKind
from gongjian.exante.testing import publish_list, state_items
from gongjian.ledger.sealing import seal
from gongjian.orgs.passes import token_of
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.testing import make_officer
from gongjian.portal.tests.test_checking import proven, sent

pytestmark = pytest.mark.django_db
LARGEST = 150 * 1024
CONFIRM = "exante.confirm_unchanged"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    assert len(answer.content) <= LARGEST, (address, len(answer.content))
    return answer.content.decode()


def test_every_list_has_a_page_its_data_and_its_drawings(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast = make_cast(domain="public-security")
    state_items(cast)
    lists = {kind: publish_list(cast, kind) for kind in ListKind}
    root = f"/lists/{cast.agency.code}"

    index = page(client, "/lists/")
    for kind, one in lists.items():
        with django_assert_max_num_queries(3):
            shown = page(client, f"{root}/{kind}")
        assert f"{root}/{kind}" in index
        for row in one.content["rows"][:1]:
            assert row["cells"]["name"] in shown
        assert "style=" not in shown.replace("data-style=", "")
        assert page(client, f"{root}/{kind}/1")

        data = client.get(f"{root}/{kind}/1.json").content
        assert hashlib.sha256(data).hexdigest() == one.sha256
        text = client.get(f"{root}/{kind}/1.csv").content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert head == [column["label"] for column in one.content["columns"]]
        assert len(rows) == len(one.content["rows"])

    for key in lists[ListKind.FLOWCHARTS].content["charts"]:
        assert "<svg" in page(client, f"{root}/flowcharts/1/{key}")
    guide = page(client, f"{root}/guides/1/1")
    assert "样表：排污许可证申请表" in guide
    assert "示例化工有限公司" in guide
    assert client.get(f"{root}/guides/1/9").status_code == 404
    assert "penalty-ordinary-review" in lists[ListKind.FLOWCHARTS].content["charts"]


def test_a_day_shows_the_version_of_that_day_and_a_newer_one_what_it_changed(
    client: Client,
) -> None:
    cast = make_cast()
    first = publish_list(cast, "officers")
    cast.wait(days=20)
    make_officer(cast.agency, name="后来者")
    second = publish_list(cast, "officers")
    address = f"/lists/{cast.agency.code}/officers"

    assert "后来者" in page(client, f"{address}?on={second.valid_from}")
    old = page(client, f"{address}?on={first.valid_from}")
    assert "后来者" not in old
    assert "这不是最新版本" in old
    assert "与第 1 版相比" in page(client, f"{address}/2")
    assert "新增 1 条" in page(client, f"{address}/2")


def test_the_code_of_a_certificate_opens_a_live_page(client: Client) -> None:
    cast = make_cast(accounts=True)
    officer = cast.people["handler"]
    paper = officer.certificates.get()
    address = f"/o/{token_of(paper)}"

    answer = client.get(address)
    told = page(client, address)
    assert "证件有效" in told
    for said in (officer.name, officer.unit.name, paper.number, "生态环境"):
        assert said in told
    assert answer["Cache-Control"] == "no-store"

    suspend_certificate(
        actor=SYSTEM, cmd=SuspendCertificate(certificate=paper.uid, reason="涉嫌违纪")
    )
    told = page(client, address)
    assert "已暂扣" in told
    assert "涉嫌违纪" not in told
    assert "没有这份证件" in page(client, "/o/1-aaaa", 404)


@pytest.mark.requirement("P18")
def test_the_page_says_when_a_list_was_last_looked_through(client: Client) -> None:
    cast = make_cast()
    row = publish_list(cast, "powers")
    root = f"/lists/{cast.agency.code}"
    assert "最近核对日期：2026年3月2日" in page(client, f"{root}/powers")
    before = client.get(f"{root}/powers/1.json").content
    cast.wait(days=30)

    cast.do("publication_checker", CONFIRM, version=row.uid, compared=True)

    shown = page(client, f"{root}/powers")
    assert "最近核对日期：2026年4月1日" in shown
    assert "2026-04-01 核对无变化" in shown
    assert cast.people["publication_checker"].name not in shown
    assert "2026-04-01" in page(client, f"{root}/")
    assert (
        client.get(f"/api/v1/public/agencies/{cast.agency.code}/lists/powers").json()["checked_on"]
        == "2026-04-01"
    )
    assert client.get(f"{root}/powers/1.json").content == before


def test_what_is_not_published_is_not_there(client: Client) -> None:
    cast = make_cast()
    cast.do("publisher", "exante.draft_list", kind="powers")
    root = f"/lists/{cast.agency.code}"

    for address in (
        f"{root}/powers",
        f"{root}/powers/1",
        f"{root}/powers/1.json",
        f"{root}/nothing",
        f"{root}/powers/1/x",
    ):
        assert client.get(address).status_code == 404
    publish_list(cast, "bodies")
    for query in ("on=1990-01-01", "on=x"):
        assert client.get(f"{root}/bodies?{query}").status_code == 404


@pytest.mark.requirement("X1")
def test_the_files_of_a_list_are_proven_until_it_names_somebody_who_has_to_be_protected(
    client: Client, tmp_path: Path
) -> None:
    cast = make_cast()
    shown = publish_list(cast, "officers")
    root = f"/lists/{cast.agency.code}/officers"
    seal()

    for kind in ("json", "csv"):
        body = client.get(f"{root}/1.{kind}").content
        told = sent(client, body, f"名册.{kind}")
        assert "是原件，没有改动" in told
        assert f"{root}/1" in told
        bundle = client.get(f"/verify/{hashlib.sha256(body).hexdigest()}.zip").content
        assert proven(body, bundle, tmp_path).returncode == 0
        assert proven(body + b" ", bundle, tmp_path).returncode == 1
        assert "不是本平台制发的原件" in sent(client, body + b" ")

    officer = cast.people["handler"]
    cast.do(
        "agency_head",
        "exante.withhold_officer",
        officer=officer.uid,
        ground="covert",
        reason="承担暗查任务",
    )
    assert "不是本平台制发的原件" in sent(client, body)
    assert client.get(f"/verify/{shown.sha256}.zip").status_code == 404
    assert client.get(f"{root}/2.json").status_code == 200
