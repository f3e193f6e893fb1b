"""A hearing asked for at the desk, a penalty in the street, a minor's 治安 case: by the pages."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from . import desk
from .conftest import EveryPerson
from .people import PHONE, Person, day
from .serving import World
from .test_journey import Journey

LETTER: dict[str, Any] = {
    "name": "汤示例",
    "id_number": "律师执业证 示例0001",
    "unit": "示例律师事务所",
    "phone": "0800-8610102",
    "may_state": True,
    "may_attend": True,
    "authority": "general",
}
STALL: dict[str, Any] = {
    "party_kind": "natural",
    "party_name": "窦小示例",
    "id_number": "110105198801010030",
    "cause": "在城市道路擅自摆摊经营",
    "place": "淮陵市田东区步行街3号门前",
    "facts": "未经批准在人行道上摆摊售卖水果，占道约2平方米。",
    "evidence_kind": "audiovisual",
    "self_recorded": "no",
    "evidence": "执法记录仪录像一段、现场照片2张",
    "violated": "《城市市容和环境卫生管理条例》第十四条",
    "basis": "《城市市容和环境卫生管理条例》第三十六条第一项",
    "penalty": "fine",
    "amount_fen": "50.00",
    "spoke": "none",
    "identity_shown": "shown",
    "dressed": True,
    "certain": True,
    "told": True,
    "publication_told": True,
}


def test_a_hearing_is_asked_for_held_and_reported_before_the_case_goes_on(
    sqlite_world: World, people: EveryPerson, tmp_path: Path
) -> None:
    journey = Journey(sqlite_world, people, tmp_path, fine="521200.00")
    journey.register()
    journey.file()
    journey.investigate()
    journey.inform()
    officer, matter = journey.officer, journey.matter
    host = people(sqlite_world, "qh-luo")

    officer.open(f"{matter}acts/cases.register_agent/")
    officer.fill(LETTER | {"signed_on": day(officer.today())})
    officer.submit("收取授权委托书")
    expect(officer.page.get_by_text("已完成：收取授权委托书")).to_be_visible()
    number, code = desk.issue_code(officer, matter, holder="agent", agent="汤示例")
    agent = people(sqlite_world, script=False)
    desk.enter(agent, number, code)
    desk.hand_in(agent, "陈述、申辩", "提交陈述申辩", "设备没有投入生产。")
    desk.hand_in(agent, "要求听证", "要求举行听证", "对金额有异议。")
    assert not agent.page.get_by_role("link", name="要求听证", exact=True).count()
    assert "设备没有投入生产。" in officer.open(matter).inner_text("main")
    officer.do(matter, "记录陈述申辩", {"checked": "已核对，生产记录证明投入生产。"})
    assert "生产记录证明投入生产" in agent.open("/my/").inner_text("main")
    expect(officer.open(matter) and officer.page.get_by_text("已中止", exact=True)).to_be_visible()
    call(host, matter)
    officer.do(matter, "送达听证通知书", journey.handed_over())
    for _ in range(12):
        officer.next_working_day()
        assert not officer.is_offered("送法制审核")
    hold(host, matter)

    officer.wait_for_offer(matter, "送法制审核")
    expect(officer.page.get_by_text("已中止", exact=True)).to_have_count(0)
    papers = officer.open(f"{matter}?tab=documents").inner_text("main")
    assert "听证笔录" in papers
    assert "听证报告" in papers


def call(host: Person, matter: str) -> None:
    """Set day and place of the hearing, two weeks ahead."""
    host.open(matter)
    on = day(host.today(), days=14)
    place = {"scheduled_at": f"{on}T09:00", "place": "本机关三楼听证室"}
    host.do(matter, "组织听证", place | {"host": "罗书珩", "recorder": "唐雨桐"})


def hold(host: Person, matter: str) -> None:
    """Hold the hearing this morning, and report on it."""
    host.open(matter)
    today = day(host.today())
    said = {
        "outcome": "held",
        "began_at": f"{today}T08:00",
        "ended_at": f"{today}T08:30",
        "opening": "核对参加人员身份，宣布听证纪律和事项。",
        "investigators": "提出拟处罚的事实、证据和依据。",
        "defence": "认为金额过高，请求从轻。",
        "examination": "双方对现场检查笔录质证。",
        "final_words": "请求从轻处罚。",
        "signed": "当事人核对无误后签名。",
    }
    host.do(matter, "记录听证", said)
    report = {"issues": "处罚幅度是否适当", "finding": "事实清楚。", "opinion": "维持拟处罚意见。"}
    host.do(matter, "提交听证报告", report)


def test_a_penalty_in_the_street_is_made_and_shown_on_a_phone(
    sqlite_world: World, people: EveryPerson
) -> None:
    officer = people(sqlite_world, "hs-song")
    officer.page.set_viewport_size(PHONE)
    officer.open("/staff/").get_by_role("link", name="当场处罚").first.click()
    page = officer.page
    officer.fill(STALL | {"second": "孟繁星"})
    officer.complain_if_wider_than_a_phone()
    page.set_viewport_size(PHONE)
    page.locator(".form-foot").get_by_role("button").first.click()
    page.get_by_role("button", name=re.compile("^确认")).first.click()

    page.wait_for_url("**/on-spot/**")
    expect(page.get_by_text("窦小示例").first).to_be_visible()
    expect(page.get_by_text("报所属机关备案").first).to_be_visible()
    officer.complain_if_wider_than_a_phone()
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("link", name="打印决定书")).to_be_visible()


def test_a_minor_is_questioned_with_a_guardian_and_nothing_is_published(
    sqlite_world: World, people: EveryPerson
) -> None:
    officer = people(sqlite_world, "lg-xi")
    matter = reported(officer)
    officer.do(
        matter, "受案并立案", {"facts": "在医院门诊大厅吵闹。", "basis": "第二十六条第一款第一项"}
    )
    today = day(officer.today())
    person = {"sex": "male", "born_on": "2011-06-01", "verified_by": "居民身份证"}
    officer.do(matter, "查明违法行为人", person)
    officer.open(matter)
    asked = questioning("offender", "小明示例", today) | {"guardian_present": True, "minor": True}
    assert not officer.is_offered("制作询问笔录")
    told = {"kind": "parent", "name": "监示例", "relation": "父亲", "told_at": f"{today}T08:00"}
    officer.do(matter, "通知监护人到场", told)
    officer.do(matter, "制作询问笔录", asked)

    citizen = people(sqlite_world, script=False)
    assert "小明示例" not in citizen.open("/decisions/?q=小明示例").inner_text("main").replace(
        "“小明示例”", ""
    )
    assert "治安" in officer.open(f"{matter}?tab=publicity").inner_text("main")


def reported(officer: Person) -> str:
    """Register a report and make a 治安 case of it; return the address of the case."""
    page = officer.page
    page.get_by_role("link", name="登记线索", exact=True).click()
    words = {"source": "complaint", "subject": "医院门诊大厅吵闹", "content": "报警人称有人吵闹。"}
    officer.fill(words | {"found_on": day(officer.today()), "place": "禄安市人民医院"})
    officer.submit("登记线索")
    page.get_by_role("link", name="由线索建立案件", exact=True).click()
    officer.fill(
        {
            "cause": "涉嫌扰乱单位秩序",
            "party_kind": "natural",
            "party_name": "小明示例",
            "second": "李沐阳",
            "act_ended_on": day(officer.today()),
            "id_number": "110105201106010017",
            "address": "禄安市金山镇东街5号",
            "phone": "13900000010",
            "public_order": True,
        }
    )
    officer.submit("由线索建立案件")
    expect(page.get_by_text("已完成：由线索建立案件")).to_be_visible()
    return page.url


def questioning(role: str, name: str, today: str) -> dict[str, Any]:
    """Return what a lawful questioning states."""
    return {
        "role": role,
        "person": name,
        "came_by": "voluntary",
        "arrived_at": f"{today}T08:10",
        "began_at": f"{today}T08:20",
        "ended_at": f"{today}T08:50",
        "ground": "normal",
        "place_kind": "centre",
        "place": "金山派出所执法办案区1号询问室",
        "full_recording": True,
        "recording_at": "AV-2026-0009",
        "certificate_shown": "shown",
        "rights_told": True,
        "family_told": "当面告知其父",
        "content": "问：你是什么时间到医院的？答：上午十点。",
    }
