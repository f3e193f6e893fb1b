"""A penalty case from its clue to the citizen's own proof, as each person through the pages."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from . import desk
from .conftest import EveryPerson
from .people import Person, day
from .serving import World

# The facts of a published decision of 2021; names, code and number are invented.
PARTY = "青川市恒远新材料有限公司南郊工厂"
PLACE = "青川市罗家镇金塘村"
FACTS = "未重新报批环境影响评价文件，擅自改变原材料和生产工艺。"
VIOLATED = "《中华人民共和国生态环境法典》第一百零六条第一款"
BASIS = "《中华人民共和国生态环境法典》第一千零九十五条第一款"
EVIDENCE = (
    ("on_site_record", "现场监察记录", "现场的生产情况"),
    ("party_statement", "调查询问笔录", "变更后没有重新报批"),
    ("on_site_record", "现场勘查笔录", "原材料和生产工艺已经改变"),
    ("documentary", "营业执照复印件", "当事人的主体身份"),
    ("audiovisual", "现场照片", "生产设备和原料堆放情况"),
)
# Which kinds are asked whether a device recorded them by itself.
ASKED_OF = ("documentary", "audiovisual", "electronic")
# How many questions the place asks of a reviewer.
CHECKLIST = 9
REVIEWS = ("content", "secrecy", "rights", "impact")
LONGEST_WAIT = 10


@dataclass
class Journey:
    """The persons of one agency, each at a browser, and the page of their case."""

    world: World
    people: EveryPerson
    folder: Path
    matter: str = ""
    fine: str = "52120.00"

    def __post_init__(self) -> None:
        self.officer = self.people(self.world, "qh-lin")
        self.leader = self.people(self.world, "qh-zhou")

    def register(self) -> None:
        """Register the clue and make a case of it."""
        officer, page = self.officer, self.officer.page
        page.get_by_role("link", name="登记线索", exact=True).click()
        officer.fill(
            {
                "source": "inspection",
                "subject": "金塘村企业改变生产工艺",
                "content": f"现场检查发现：{FACTS}",
                "found_on": day(officer.today()),
                "place": PLACE,
            }
        )
        officer.complain_if_wider_than_a_phone()
        officer.submit("登记线索")
        expect(page.get_by_text("已完成：登记线索")).to_be_visible()
        page.get_by_role("link", name="由线索建立案件", exact=True).click()
        second = page.locator("#id_second option", has_text="苏明澈").get_attribute("value")
        officer.fill(
            {
                "cause": "涉嫌未重新报批环境影响评价文件擅自变更生产工艺",
                "party_kind": "legal",
                "party_name": PARTY,
                "second": second,
                "act_ended_on": day(officer.today()),
                "uscc": "91510800MA0000Q10Y",
                "legal_representative": "吴示例",
                "address": PLACE,
                "phone": "0800-8610101",
            }
        )
        officer.submit("由线索建立案件")
        expect(page.get_by_text("已完成：由线索建立案件")).to_be_visible()
        self.matter = page.url

    def file(self) -> None:
        """Propose the filing; the leader approves it."""
        values = {"facts": FACTS, "basis": VIOLATED, "opinion": "建议立案调查。"}
        self.officer.do(self.matter, "呈请立案", values)
        self.leader.do(self.matter, "批准立案", {"opinion": "同意立案。"})

    def investigate(self) -> None:
        """Inspect on the next working day, register the evidence and propose a decision."""
        officer, matter = self.officer, self.matter
        officer.open(matter)
        officer.next_working_day()
        today = officer.today()
        officer.do(
            matter,
            "制作现场检查笔录",
            {
                "began_at": f"{day(today)}T08:00",
                "ended_at": f"{day(today)}T08:40",
                "place": PLACE,
                "present": "吴示例（法定代表人）",
                "certificate_shown": "shown",
                "dressed": True,
                "findings": "所用原材料和生产工艺与环境影响评价文件所载不同。",
                "rights_told": True,
            },
        )
        for kind, name, proves in EVIDENCE:
            known = {"kind": kind, "name": name, "proves": proves, "obtained_on": day(today)}
            known |= {"self_recorded": "no"} if kind in ASKED_OF else {}
            officer.do(matter, "登记证据", known | {"obtained_from": "执法人员现场制作"})
        self._propose()
        officer.do(matter, "调查终结", {"summary": "事实清楚，证据充分，适用法律正确，裁量适当。"})

    def _propose(self) -> None:
        officer = self.officer
        officer.wait_for_offer(self.matter, "拟定处罚决定")
        officer.page.get_by_role("link", name="拟定处罚决定", exact=True).first.click()
        officer.page.get_by_role("button", name="再加一项").click()
        officer.fill(
            {
                "facts": FACTS,
                "evidence_summary": "\n".join(
                    f"{name}：证明{proves}" for _, name, proves in EVIDENCE
                ),
                "violated": VIOLATED,
                "basis": BASIS,
                "discretion": "检查后立即停止建设，从轻处罚。",
                "items.0.kind": "fine",
                "items.0.amount_fen": self.fine,
                "items.1.kind": "other",
                "items.1.detail": "责令停止建设",
                "major_rights": True,
                "findings_reason": "责令停止建设直接影响企业生产经营。",
            }
        )
        expect(officer.page.locator('[name="items.0.amount_fen"]')).to_be_visible()
        expect(officer.page.locator('[name="items.1.amount_fen"]')).to_be_hidden()
        expect(officer.page.locator('[name="items.0.days"]')).to_be_hidden()
        officer.complain_if_wider_than_a_phone()
        officer.submit("拟定处罚决定")
        expect(officer.page.get_by_text("已完成：拟定处罚决定")).to_be_visible()

    def inform(self) -> None:
        """Make the notice, and hand it over once it is signed."""
        contact = {"contact": "林知远 0800-8610018"}
        self.officer.do(self.matter, "制作行政处罚告知书", contact)
        self.officer.do(self.matter, "送达告知书", self.handed_over())

    def handed_over(self) -> dict[str, Any]:
        """Return what a receipt states of a paper handed to the party today."""
        on = day(self.officer.today())
        return {"way": "direct", "served_on": on, "place": PLACE, "receiver": "吴示例"}

    def let_time_run(self) -> int:
        """Press the clock until the party's time is over; return how many working days."""
        officer = self.officer
        officer.open(self.matter)
        expect(officer.page.get_by_text("还不能“送法制审核”")).to_be_visible()
        for passed in range(1, LONGEST_WAIT):
            officer.next_working_day()
            if officer.is_offered("送法制审核"):
                return passed
        raise AssertionError(officer.page.inner_text("main"))

    def review(self) -> None:
        """Submit; the reviewer goes through the checklist and passes."""
        self.officer.do(self.matter, "送法制审核", {"summary": "事实清楚，拟处罚款，请予审核。"})
        reviewer = self.people(self.world, "qh-shen")
        expect(reviewer.page.get_by_role("row").filter(has_text=PARTY)).to_be_visible()
        found = {f"findings.{n}.finding": "ok" for n in range(CHECKLIST)}
        reasons = {"reasons": "事实清楚，证据充分，适用法律正确，程序合法。"}
        reviewer.do(self.matter, "审核意见：同意", found | reasons)

    def decide(self) -> None:
        """The leader issues the decision; the officer hands it over once it is signed."""
        self.leader.do(self.matter, "签发决定书", {"opinion": "同意。"})
        self.officer.do(self.matter, "送达决定书", self.handed_over())

    def publish(self) -> None:
        """One person draws the public text, another compares and publishes."""
        publisher = self.people(self.world, "qh-tang")
        publisher.do(self.matter, "拟定公示内容", dict.fromkeys(REVIEWS, "clear"))
        checker = self.people(self.world, "qh-luo")
        checker.do(self.matter, "复核并公示", {"compared": True})

    def take_home(self) -> Path:
        """Look as the party where the case stands and what is to be paid; take the papers along."""
        number, code = desk.issue_code(self.officer, self.matter, holder="party")
        party = self.people(self.world, script=False)
        desk.enter(party, number, code)
        said = party.page.inner_text("main")
        for words in ("还应缴纳", "52,120.00", "缴款码", "行政处罚决定书", "行政复议"):
            assert words in said, said
        party.complain_if_wider_than_a_phone()
        return desk.take_packet(party, self.folder)

    def decision_file(self) -> Path:
        """Download the signed decision as the officer."""
        page = self.officer.open(f"{self.matter}?tab=documents")
        link = page.get_by_role("link", name="行政处罚决定书 PDF")
        address = link.get_attribute("href")
        assert address is not None
        file = self.folder / "decision.pdf"
        file.write_bytes(page.request.get(address).body())
        return file


def verified_offline(file: Path, proof: Path, key: str) -> "subprocess.CompletedProcess[str]":
    """Run the separate verifier as a citizen does."""
    command = [sys.executable, "-m", "gongjian_verify", str(file)]
    options = ["--proof", str(proof), "--key", key]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


def find_published(citizen: Person) -> None:
    """Go from the home page to the page of the decision."""
    citizen.open("/")
    citizen.follow(citizen.page.get_by_role("link", name="处罚决定", exact=True).first)
    citizen.follow(citizen.page.get_by_role("link", name=PARTY).first)
    text = citizen.page.inner_text("article")
    assert FACTS in text
    assert "52120" in text.replace(",", "").replace("，", "")


def check_without_script(citizen: Person, decision: Path, folder: Path) -> None:
    """Let the server check the file, take proof and key, and prove it with the offline tool."""
    page = citizen.open("/verify")
    page.get_by_text("本站存证日志的公钥").click()
    key = page.locator("details .hash").inner_text().strip()
    page.set_input_files("#file", decision)
    page.get_by_role("button", name="核验文件").click()
    expect(page.get_by_role("heading", name="是原件，没有改动")).to_be_visible()
    proof = citizen.download(page.get_by_role("link", name="下载证明包"), folder, "bundle.zip")
    right = verified_offline(decision, proof, key)
    assert (right.returncode, "核验通过" in right.stdout) == (0, True), right.stdout

    tampered = folder / "tampered.pdf"
    content = bytearray(decision.read_bytes())
    content[len(content) // 2] ^= 1
    tampered.write_bytes(content)
    wrong = verified_offline(tampered, proof, key)
    assert (wrong.returncode, "核验不通过" in wrong.stdout) == (1, True), wrong.stdout
    page.set_input_files("#file", tampered)
    page.get_by_role("button", name="核验文件").click()
    expect(page.get_by_role("heading", name="不是本平台制发的原件")).to_be_visible()


def check_packet(citizen: Person, packet: Path, folder: Path) -> None:
    """Put the packet into the page as it is; one with a byte changed is refused."""
    wrong = folder / "wrong.zip"
    content = bytearray(packet.read_bytes())
    at = content.index(b"%PDF") if b"%PDF" in content else len(content) // 2
    content[at] ^= 1
    wrong.write_bytes(content)
    for file, verdict in ((packet, "是本平台签发的材料包"), (wrong, "不是完整的原件")):
        page = citizen.open("/verify")
        page.set_input_files("#file", file)
        # With script the page sends a packet by itself.
        if page.locator("[data-send]").is_visible():
            page.get_by_role("button", name="核验文件").click()
        expect(page.get_by_role("heading", name=verdict)).to_be_visible()
    key = citizen.open("/verify").locator("#verify").get_attribute("data-key")
    assert key is not None
    command = [sys.executable, "-m", "gongjian_verify", str(packet), "--key", key]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, "签名有效" in told.stdout) == (0, True), told.stdout


def check_public_text(citizen: Person, folder: Path) -> None:
    """Prove the public text itself by the bundle of its page."""
    find_published(citizen)
    page = citizen.page
    proof = citizen.download(page.get_by_role("link", name="下载证明包"), folder, "text.zip")
    text = citizen.download(page.get_by_role("link", name="公示文本文件"), folder, "text.json")
    key = citizen.open("/verify").locator("#verify").get_attribute("data-key")
    assert key is not None
    assert verified_offline(text, proof, key).returncode == 0


def check_in_browser(citizen: Person, decision: Path, tampered: Path) -> None:
    """Drop the file into the page: the browser itself gives the verdict."""
    page = citizen.open("/verify")
    expect(page.locator("[data-pick]")).to_be_visible()
    page.set_input_files("#file", decision)
    expect(page.locator("#live")).to_contain_text("没有改动")
    page.set_input_files("#file", tampered)
    expect(page.locator("#live")).to_contain_text("不是本平台制发的原件")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_citizen_proves_the_decision_that_officers_made_through_the_pages(
    engine: str, request: pytest.FixtureRequest, people: EveryPerson, tmp_path: Path
) -> None:
    world: World = request.getfixturevalue(f"{engine}_world")
    journey = Journey(world, people, tmp_path)
    journey.register()
    journey.file()
    journey.investigate()
    journey.inform()
    assert journey.let_time_run() >= 1
    journey.review()
    journey.decide()
    journey.publish()
    decision, packet = journey.decision_file(), journey.take_home()

    citizen = people(world, script=False)
    check_packet(citizen, packet, tmp_path)
    check_public_text(citizen, tmp_path)
    check_without_script(citizen, decision, tmp_path)
    with_script = people(world)
    check_in_browser(with_script, decision, tmp_path / "tampered.pdf")
    check_packet(with_script, packet, tmp_path)
