"""Planted leaks are found, near misses are not, and a certain leak is off the portal at once."""

from typing import Any

import pytest
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import PERSON, Cast, decided_case, deliver, make_cast
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.parties.models import Party
from gongjian.parties.services import CorrectParty, correct_party
from gongjian.parties.testing import make_citizen_number
from gongjian.publicity.leaks.finding import Closed, Hit, Known, find, strings_of
from gongjian.publicity.leaks.kinds import LeakKind
from gongjian.publicity.leaks.reading import open_leaks
from gongjian.publicity.models import LeakFinding, LeakScan, PublicItem, PublicNumber
from gongjian.publicity.services import SuspendPublication, suspend_publication
from gongjian.publicity.sweeping import scan_leaks
from gongjian.publicity.testing import confirm_all, hide_all, publish

CHECKER = "publication_checker"
READ: dict[str, Any] = dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear")
KNOWN = (
    Known("张示例", LeakKind.NAME, certain=True),
    Known("13900000001", LeakKind.PHONE, certain=True),
    Known("城南街道2号", LeakKind.ADDRESS, certain=True),
)
ID = make_citizen_number()
CARD = "6222020000000000000"


def closed() -> Closed:
    numbers = Closed()
    numbers.add("青环行罚决字〔2026〕5号")
    return numbers


def kinds(text: str) -> list[tuple[str, bool]]:
    found: list[Hit] = find(text, KNOWN, ("青川张示例食品厂", "0818-2200000"), closed())
    return [(hit.kind.value, hit.certain) for hit in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("现场由张示例签字", ("name", True)),
        ("现场由张 示\u200b例签字", ("name", True)),
        ("联系方式１３９　００００　０００１", ("phone", True)),
        ("住青川市城南街道2号", ("address", True)),
        (f"号码{ID}。", ("id_number", True)),
        (f"号码{ID[:6]} {ID[6:14]} {ID[14:]}。", ("id_number", True)),
        ("另案青环行罚决字〔2026〕5号", ("closed", True)),
        ("另案青环行罚决字[2026]5号", ("closed", True)),
        ("电话13812345678", ("phone", False)),
        (f"转入{CARD}", ("bank_card", False)),
        ("驾驶川S·12345货车", ("plate", False)),
        ("驾驶川S1234挂车", ("plate", False)),
        ("电话一三九 零零零零 零零零一", ("phone", True)),
        ("电话幺三八一二三四五六七八", ("phone", False)),
    ],
)
def test_a_planted_leak_is_found(text: str, expected: tuple[str, bool]) -> None:
    assert kinds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "张某某签字",
        "张示 范例说明",
        "青川张示例食品厂",
        "0818-2200000",
        f"号码{ID[:17]}{'1' if ID[17] != '1' else '2'}，统一社会信用代码91511702MA00000019",
        "青环行罚决字〔2026〕15号、青环行罚决字〔2025〕5号、禄公行罚决字〔2026〕5号",
        "2026-04-21 至 2026-05-11，罚款 52,120.00元，流水6222020000000000001",
        "城南街道21号旁",
        "川东地区S12345号",
    ],
)
def test_a_near_miss_is_none(text: str) -> None:
    assert kinds(text) == []


def test_the_lines_of_a_chart_are_no_telephone_number_but_its_words_are_read() -> None:
    chart = "<svg><path d='M 13 45 678 901 23 L 4 5'/><text>电话13912345670</text></svg>"

    assert kinds("".join(strings_of({"chart": chart}))) == [("phone", False)]


def test_sums_and_dates_beside_each_other_are_no_card() -> None:
    days = "".join(f"2026-{m:02}-{d:02} " for m in range(1, 13) for d in range(1, 28))

    assert kinds(days) == []


def told(cast: Cast, matter: Matter, facts: str) -> PublicItem:
    story.file_case(cast, matter)
    story.investigate(cast, matter, facts=facts)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    with pytest.raises(InvalidInput):  # the check of the paper asks about the other number
        story.decide(cast, matter)
    drafted = latest_draft(case_of(matter))
    assert drafted is not None
    issued: dict[str, Any] = {"draft_hash": drafted.draft_hash, "opinion": "同意。"}
    answers = "引用的是另案的决定书。"
    cast.do("agency_head", "cases.issue_decision", matter, check_answers=answers, **issued)
    story.sign_papers(cast, matter)
    return publish(cast, deliver(cast, matter))


def answers(item: PublicItem) -> tuple[int, bool]:
    page, data = Client().get(f"/decisions/{item.token}"), Client().get("/data/decisions.jsonl")
    return page.status_code, item.token in b"".join(data).decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.requirement("P13")
def test_a_certain_leak_is_taken_down_judged_and_put_right() -> None:
    cast = make_cast()
    secret = Document.objects.get(
        matter=decided_case(cast, state_secret=True), kind="penalty-decision"
    )
    matter = story.open_case(cast, PERSON)
    item = told(cast, matter, f"当事人与示范乙共同施工，另见{secret.number}。")
    clean = publish(cast, decided_case(cast))

    scan_leaks(clock=cast.clock)

    found = LeakFinding.objects.get()
    assert (found.place, found.kind, found.certain) == (item.token, "closed", True)
    assert secret.number not in found.shown
    assert answers(item) == (410, False)
    assert answers(clean) == (200, True)
    assert PublicNumber.objects.get(number=item.number).state == "suspended"
    with pytest.raises(RuleBroken):
        suspend_publication(
            actor=SYSTEM, matter=matter.uid, cmd=SuspendPublication(item.uid), clock=cast.clock
        )

    judge(cast, matter, "harmless")
    assert answers(item) == (200, True)
    scan_leaks(clock=cast.clock)
    assert not open_leaks(matter).exists()

    # The name becomes known only later: what was published before holds it.
    party = Party.objects.get(name="张示例")
    correct_party(
        actor=cast.actor("handler"),
        clock=cast.clock,
        cmd=CorrectParty(party.uid, "示范乙", address=str(party.address)),
    )
    scan_leaks(clock=cast.clock)
    assert [(leak.kind, leak.certain) for leak in open_leaks(matter)] == [("name", True)]
    judge(cast, matter, "leak")
    assert answers(item) == (410, False)
    release = cast.do(
        "publisher",
        "publicity.draft_correction",
        matter,
        reason="隐去个人信息。",
        summary="罚款",
        redactions=hide_all(matter),
        **READ,
    )
    anew = cast.do(
        CHECKER,
        "publicity.correct_publication",
        matter,
        release=release.uid,
        redactions=confirm_all(release),
        compared=True,
    )
    scan_leaks(clock=cast.clock)
    assert answers(anew) == (200, True)
    assert not open_leaks(matter).exists()
    assert LeakScan.objects.count() == 4


def judge(cast: Cast, matter: Matter, outcome: str) -> None:
    waiting = open_leaks(matter).get()
    values: dict[str, Any] = {
        "finding": waiting.fingerprint,
        "outcome": outcome,
        "reason": "逐字核对。",
    }
    cast.do(CHECKER, "publicity.judge_leak", matter, **values)
