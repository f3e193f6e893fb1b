"""A legal review by the pages: returned, mended, submitted again, disputed, resolved by vote."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from .conftest import EveryPerson
from .people import Person, day
from .serving import World
from .test_journey import CHECKLIST, PARTY, Journey

PASSED, PROBLEM = "审核意见：同意", "审核意见：存在问题"
LEADERS = (("周怀瑾", "for"), ("郑修远", "for"), ("章静安", "against"))


@dataclass
class Review(Journey):
    """The same case with its reviewer at a browser of her own."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reviewer = self.people(self.world, "qh-shen")

    def find_problem(self, item: int, remark: str) -> None:
        """Give an opinion by which one item of the checklist is a problem."""
        found = {f"findings.{n}.finding": "ok" for n in range(CHECKLIST)}
        found |= {f"findings.{item}.finding": "problem", f"findings.{item}.remark": remark}
        self.reviewer.do(self.matter, PROBLEM, found | {"reasons": f"{remark}，请补正。"})

    def mend(self) -> None:
        """Answer the problem, end the investigation anew and tell the party once more."""
        mended = {"answers.0.adopted": "adopted", "answers.0.handling": "已补充证据。"}
        self.officer.do(self.matter, "反馈采纳情况", mended)
        self.officer.do(self.matter, "调查终结", {"summary": "已按审核意见补正。"})
        self.inform()
        for _ in range(10):
            self.officer.next_working_day()
            if self.officer.is_offered("再次送审"):
                return
        raise AssertionError(self.officer.page.inner_text("main"))

    def disagree(self) -> None:
        """Ask for a consultation, which the leader allows and which ends without agreement."""
        asked = {"reasons": "承办机构认为裁量适当。"}
        leader, reviewer = self.leader, self.reviewer
        assert not waits_for(leader, "批准协商")
        self.officer.do(self.matter, "提请协商", asked)
        assert waits_for(leader, "批准协商")
        leader.do(self.matter, "批准协商", {"note": "同意协商。"})
        reviewer.open(self.matter)
        said = {
            "held_on": day(reviewer.today()),
            "participants": "林知远（执法员）、沈若䶮（法制科科长）",
            "handler_view": "裁量适当。",
            "reviewer_view": "裁量过重。",
            "conclusion": "各持己见。",
        }
        reviewer.do(self.matter, "协商不成，提请集体讨论", said)

    def vote(self) -> None:
        """Let the leaders resolve the disagreement by a majority."""
        self.leader.open(self.matter)
        today = day(self.leader.today())
        said: dict[str, Any] = {
            "held_at": f"{today}T08:00",
            "ended_at": f"{today}T08:30",
            "place": "本机关会议室",
            "recorder": "唐雨桐",
            "conclusion": "同意拟处罚意见。",
        }
        for n, (name, vote) in enumerate(LEADERS):
            said |= {f"votes.{n}.officer": name, f"votes.{n}.vote": vote}
            said |= {f"votes.{n}.opinion": "意见明确。", f"votes.{n}.signed": True}
        self.leader.do(self.matter, "集体讨论通过", said)


def waits_for(person: Person, task: str) -> bool:
    """Tell whether the inbox of a person has a task on this party's case."""
    row = person.open("/staff/").get_by_role("row").filter(has_text=PARTY)
    return row.filter(has_text=task).count() > 0


def test_a_review_is_returned_mended_disputed_and_resolved_by_the_leaders(
    sqlite_world: World, people: EveryPerson, tmp_path: Path
) -> None:
    case = Review(sqlite_world, people, tmp_path)
    case.register()
    case.file()
    case.investigate()
    case.inform()
    case.let_time_run()
    case.officer.do(case.matter, "送法制审核", {"summary": "请予审核。"})
    case.find_problem(2, "缺少工艺变更时间的证据")
    assert not case.officer.is_offered("送法制审核")
    case.mend()
    case.officer.do(case.matter, "再次送审", {"summary": "已补充证据。"})
    case.find_problem(3, "裁量过重")
    case.disagree()
    case.vote()

    page = case.leader.open(f"{case.matter}?tab=proposal")
    case.leader.complain_if_wider_than_a_phone()
    told = page.inner_text("main")
    for words in ("第 2 轮法制审核", "存在问题", "通过，原审核意见保留", "同意 2 人"):
        assert words in told, told
    assert case.leader.is_offered("签发决定书")
    expect(case.reviewer.open(case.matter).get_by_role("link", name=PASSED)).to_have_count(0)
