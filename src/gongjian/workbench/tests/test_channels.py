"""The pages of what goes out: who sees them, what they say, what they refuse."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from gongjian.cases.testing import PERSON as SOMEBODY
from gongjian.cases.testing import decided_case
from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import read_file
from gongjian.channels.models import Channel, CreditBatch, PersonsReceiver, PersonsTaking
from gongjian.channels.pushing import push
from gongjian.channels.testing import make_holder, with_code
from gongjian.common.clock import Clock
from gongjian.documents.models import Document
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.models import LeakFinding
from gongjian.publicity.testing import draft, publish
from gongjian.ui.models import Draft
from gongjian.workbench.notifying import of_leak
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"
MAKE = "channels.make_credit_batch"


@pytest.mark.requirement("P13")
def test_the_register_tells_what_was_hidden_and_withheld_by_whom_and_never_the_words(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    cast = staffed_cast()
    private = publish(cast, decided_case(cast, party=SOMEBODY))
    withheld = decided_case(cast)
    draft(cast, withheld, trade_secret="main")
    cast.do(CHECKER, "publicity.return_release", withheld, reason="属实，确认不予公开")
    cast.do(CHECKER, "publicity.withhold", withheld, reason="主要事实是配方")
    gone = publish(cast, decided_case(cast))
    cast.do(
        CHECKER,
        "publicity.withdraw_publication",
        gone.decision.case.matter,
        item=gone.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )
    LeakFinding.objects.create(
        item=private,
        place=private.token,
        agency=cast.agency,
        kind="plate",
        certain=False,
        shown="川******",
        fingerprint="0" * 64,
        found_on=cast.today,
    )
    LeakFinding.objects.create(
        place="/lists/agency/flowcharts/1",
        agency=cast.agency,
        kind="phone",
        certain=False,
        shown="1**********",
        fingerprint="1" * 64,
        found_on=cast.today,
    )
    client = signed_in(cast, "publisher")
    leaks = client.get("/staff/leaks/").content.decode()
    assert "川******" in leaks
    assert "/lists/agency/flowcharts/1" in leaks
    assert f"/staff/matters/{private.decision.case.matter.uid}/" in leaks
    assert client.get("/staff/leaks/?of=nothing").status_code == 404
    assert signed_in(cast, "handler").get("/staff/leaks/").status_code == 403
    matter = private.decision.case.matter
    of_leak(matter.agency_id, matter, "请核查", cast.clock)
    of_leak(matter.agency_id, None, "清单请核查", cast.clock)
    noticed = client.get("/staff/notices/").content.decode()
    assert "请核查" in noticed
    assert "清单请核查" in noticed

    with django_assert_max_num_queries(25):
        page = client.get("/staff/register/").content.decode()
    for said in ("第五十条", "配方", "复议机关撤销原决定。", "已退回", "证件号码 1 处"):
        assert said in page, said
    for name in ("publisher", CHECKER):
        assert cast.people[name].name in page
    for words in (SOMEBODY["phone"], SOMEBODY["id_number"], SOMEBODY["address"]):
        assert words not in page
    number = {
        "published": private.number,
        "withdrawn": gone.number,
        "withheld": Document.objects.get(matter=withheld, series="行罚决").number,
    }
    for kind, shown in number.items():
        listed = client.get(f"/staff/register/?of={kind}").content.decode()
        assert [n for n in number.values() if n in listed] == [shown], kind
    assert number["withheld"] not in client.get("/staff/register/?of=redacted").content.decode()
    found = client.get("/staff/register/", {"q": gone.number}).content.decode()
    assert [n for n in number.values() if n in found.partition("<table")[2]] == [gone.number]
    assert client.get("/staff/register/?of=nothing").status_code == 404
    assert signed_in(cast, "handler").get("/staff/register/").status_code == 403


def test_the_publisher_sees_what_waits_makes_the_file_and_checks_one() -> None:
    cast = staffed_cast()
    with_code(cast)
    item = publish(cast, decided_case(cast))
    person = publish(cast, decided_case(cast, party=SOMEBODY))
    client = signed_in(cast, "publisher")

    waiting = decided_case(cast)
    numbers = client.get("/staff/numbers/").content.decode()
    assert f"/staff/matters/{waiting.uid}/" in numbers
    assert f"/staff/matters/{item.decision.case.matter.uid}/" not in numbers
    assert "没有等着公示的文号" in client.get("/staff/numbers/?state=overdue").content.decode()
    assert client.get("/staff/numbers/?state=void").status_code == 404
    page = client.get("/staff/credit/").content.decode()
    assert item.number in page
    assert person.number in page
    made = client.post(f"/staff/acts/{MAKE}/", {"until": cast.today.isoformat()})
    batch = CreditBatch.objects.get()
    address = f"/staff/credit/{batch.uid}/"
    assert made["Location"] == address
    sent = client.get(f"{address}csv").content
    again = client.post(address, {"file": upload(sent)})
    assert "逐项一致" in again.content.decode()
    spoilt = client.post(address, {"file": upload(sent.replace(b"5.212000", b"5.2"))})
    assert spoilt.status_code == 422
    assert "罚款金额（万元）" in spoilt.content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.get(f"{address}gone").status_code == 404

    assert signed_in(cast, "handler").get("/staff/credit/").status_code == 403
    assert signed_in(cast, "handler").get("/staff/numbers/").status_code == 403
    elsewhere = signed_in_as(make_officer(make_agency("他市公安局"), ("publisher",), account=True))
    for ending in ("", "csv", "xlsx", "gone"):
        assert elsewhere.get(f"{address}{ending}").status_code == 404


def test_the_persons_of_a_batch_are_released_taken_and_downloaded_by_two_people() -> None:
    cast = staffed_cast()
    with_code(cast)
    publish(cast, decided_case(cast, party=SOMEBODY))
    batch = cast.do("publisher", MAKE, until=cast.today)
    address, act = f"/staff/credit/{batch.uid}/", "/staff/acts/channels"
    publisher, checker = signed_in(cast, "publisher"), signed_in(cast, CHECKER)
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",), account=True)
    holder, admin = make_holder(cast.now), signed_in(cast, "admin")
    assert "还没有登记接收单位证书" in admin.get("/staff/channels/").content.decode()
    assert admin.post(f"{act}.add_receiver/", holder.typed)["Location"] == "/staff/channels/"
    (receiver,) = PersonsReceiver.objects.all()
    assert receiver.fingerprint in admin.get("/staff/channels/").content.decode()
    assert "add_receiver" not in publisher.get("/staff/channels/").content.decode()
    told = {"batch": str(batch.uid), "receiver": str(receiver.uid), "entitled": "on"}

    assert "release_persons" not in publisher.get(address).content.decode()
    assert f"{act}.release_persons/?batch={batch.uid}" in checker.get(address).content.decode()
    assert checker.post(f"{act}.release_persons/", told)["Location"] == address
    assert "take_persons" not in checker.get(address).content.decode()
    assert f"{act}.take_persons/?batch={batch.uid}" in publisher.get(address).content.decode()
    assert publisher.post(f"{act}.take_persons/", told)["Location"] == address

    taking = PersonsTaking.objects.get()
    shown = publisher.get(address).content.decode()
    for ending in ("csv", "xlsx"):
        link = f"/staff/credit/persons/{taking.uid}.{ending}.p7m"
        assert link in shown
        assert link not in checker.get(address).content.decode()
        assert checker.get(link).status_code == 404
        assert publisher.get(link)["Cache-Control"] == "no-store"
    assert SOMEBODY["id_number"] not in shown
    sent = publisher.get(f"/staff/credit/persons/{taking.uid}.csv.p7m").content
    assert SOMEBODY["id_number"].encode() not in sent
    opened = holder.opened(sent)
    assert SOMEBODY["id_number"] in opened.decode()
    assert hashlib.sha256(opened).hexdigest() == taking.sha256
    assert "逐项一致" in publisher.post(address, {"file": upload(opened)}).content.decode()
    sheet = publisher.get(f"/staff/credit/persons/{taking.uid}.xlsx.p7m").content
    assert read_file(holder.opened(sheet), format_of()).rows == read_file(opened, format_of()).rows

    cast.do("admin", "channels.close_receiver", receiver=receiver.uid, reason="密钥更换")

    link = f"/staff/credit/persons/{taking.uid}.csv.p7m"
    assert publisher.get(link).status_code == 404
    left = publisher.get(address).content.decode()
    assert link not in left
    assert "没有有效的证书" in left
    assert f"{act}.release_persons" in checker.get(address).content.decode()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("back.csv", content, content_type="text/csv")


def test_channels_are_registered_by_the_administrator_and_watched_by_the_publisher() -> None:
    cast = staffed_cast()
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",), account=True)
    publish(cast, decided_case(cast))
    admin, publisher = signed_in(cast, "admin"), signed_in(cast, "publisher")
    typed = {
        "name": "省平台",
        "kind": "http",
        "address": "http://127.0.0.1:9/receive",
        "since_on": "2026-03-02",
        "secret": "short",
    }
    form = "/staff/acts/channels.open_channel/"
    assert admin.post(form, typed).status_code == 422
    made = admin.post(form, typed | {"secret": "a-shared-secret-of-26-chars"})
    channel = Channel.objects.get()
    address = f"/staff/channels/{channel.uid}/"
    assert made["Location"] == address

    assert push(channel, Clock()) is False

    page = publisher.get(address).content.decode()
    assert "连接不上对方" in page
    assert "重新推送" in page
    assert "a-shared-secret" not in page
    assert "连续1次没有送达" in publisher.get("/staff/channels/").content.decode()
    retry = f"/staff/acts/channels.retry_channel/?channel={channel.uid}"
    done = publisher.post(retry, {"channel": channel.uid})
    assert done["Location"] == address
    assert publisher.get("/staff/acts/channels.close_channel/").status_code == 403
    assert signed_in(cast, "handler").get("/staff/channels/").status_code == 403
    elsewhere = make_officer(make_agency("他市公安局"), ("admin_system",), account=True)
    assert signed_in_as(elsewhere).get(address).status_code == 404
    assert not Draft.objects.exists()


def test_the_yearly_report_is_drafted_on_its_page_and_approved_by_the_head() -> None:
    cast = staffed_cast()
    publish(cast, decided_case(cast))
    publisher, head = signed_in(cast, "publisher"), signed_in(cast, "agency_head")

    page = publisher.get("/staff/annual/").content.decode()
    assert "第4（2）项" in page
    assert publisher.get("/staff/acts/insight.draft_report/?year=2026").status_code == 200
    made = publisher.post("/staff/acts/insight.draft_report/", {"year": "2026"})
    address = made["Location"]
    assert "审定统计年报" not in publisher.get(address).content.decode()
    shown = head.get(address).content.decode()
    assert "审定统计年报" in shown
    assert "表二　行政处罚实施情况" in shown
    assert signed_in(cast, "handler").get(address).status_code == 403
    elsewhere = make_officer(make_agency("他市公安局"), ("publisher",), account=True)
    assert signed_in_as(elsewhere).get(address).status_code == 404


@pytest.mark.requirement("P17")
def test_the_page_of_channels_says_by_which_ways_the_place_wants_things_public() -> None:
    cast = staffed_cast()

    page = signed_in(cast, "publisher").get("/staff/channels/").content.decode()

    told = page.partition("规定的公示途径")[2].partition("</section>")[0]
    assert "全省行政执法信息公示平台" in told
    assert "本平台的公众门户" in told
