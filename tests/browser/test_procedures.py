"""A hearing asked for at the desk, a penalty in the street, a minor's 治安 case: by the pages."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from . import desk
from .conftest import EveryPerson
from .people import PHONE, Person, day
from .serving import World
from .test_journey import CHECKLIST, Journey

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


def test_a_hearing_is_held_before_the_leaders_discuss_decide_and_publish(
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

    journey.review()
    assert "听证查明" in journey.leader.open(matter).inner_text("main")
    assert not journey.leader.is_offered("签发决定书")
    discuss(journey.leader, matter)
    journey.decide()
    journey.publish()
    citizen = people(sqlite_world, script=False)
    wait_for_words(citizen, "/decisions/", "521,200元")
    assert "521,200.00" in agent.open("/my/").inner_text("main")


def wait_for_words(person: Person, address: str, words: str) -> None:
    """Open a page until it says something: what is public is listed by a job."""
    for _ in range(60):
        if words in person.open(address).inner_text("main"):
            return
        person.page.wait_for_timeout(500)
    raise AssertionError(person.page.inner_text("main"))


def discuss(leader: Person, matter: str) -> None:
    """Let the three leaders discuss this morning; one of them is against."""
    leader.open(matter)
    on = day(leader.today())
    said = {"held_at": f"{on}T08:00", "ended_at": f"{on}T08:30", "place": "本机关会议室"}
    said |= {"recorder": "唐雨桐", "conclusion": "同意2票，不同意1票，同意拟处罚意见。"}
    votes = {f"votes.{n}.opinion": "听证后事实清楚。" for n in range(3)}
    votes |= {f"votes.{n}.signed": True for n in range(3)} | {"votes.2.vote": "against"}
    leader.do(matter, "记录集体讨论", said | votes)


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


def test_a_penalty_in_the_street_is_made_reported_and_its_money_handed_in_on_a_phone(
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
    with_the_money(officer, people(sqlite_world, "hs-cui"))


def with_the_money(officer: Person, head: Person) -> None:
    """Take the money at once, report the paper, hand the money in and bank it: by telephone."""
    street = officer.page.url
    matter = street.removesuffix("on-spot/")
    officer.tap("当场收缴罚款", {"receipt_number": "皖财0000001"})
    officer.tap("报所属机关备案", {"copy_kept": True})
    officer.tap("将罚款交至机关", {"received_by": "崔晏清"})
    head.page.set_viewport_size(PHONE)
    head.open(matter)
    head.tap("将罚款缴付银行", {"bank_receipt": "缴款凭证示例0001"})
    told = head.open(f"{matter}?tab=money").inner_text("main")
    assert "缴款凭证示例0001" in told
    assert not officer.open(street).get_by_role("link", name="报所属机关备案").count()


def test_a_minor_is_heard_with_a_guardian_let_off_lightly_and_never_published(
    sqlite_world: World, people: EveryPerson
) -> None:
    officer = people(sqlite_world, "lg-xi")
    officer.next_working_day()  # nine o'clock, whatever the hour here: he is asked at eight
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
    propose_for_minor(officer, matter)
    officer.do(matter, "调查终结", {"summary": "事实清楚，证据充分。"})
    officer.do(matter, "制作告知笔录", {"contact": "奚文澜 0800-8610055"})
    handed = {"way": "direct", "served_on": today, "place": "金山派出所", "receiver": "小明示例"}
    officer.do(matter, "送达告知书", handed)
    waived = {"given_on": today, "content": "小明示例及其父当面表示不陈述、不申辩。"}
    officer.do(matter, "记录放弃陈述申辩", waived)
    officer.do(matter, "送法制审核", {"summary": "已满十四周岁不满十六周岁，从轻，拘留不执行。"})
    found = {f"findings.{n}.finding": "ok" for n in range(CHECKLIST + 1)}  # the city adds one
    reviewer, leader = people(sqlite_world, "lg-bai"), people(sqlite_world, "lg-pu")
    reviewer.do(matter, "审核意见：同意", found | {"reasons": "事实清楚，程序合法。"})
    leader.do(matter, "签发治安处罚决定书", {"opinion": "同意，依法不执行行政拘留。"})
    officer.do(matter, "送达决定书", handed)
    assert not officer.is_offered("执行行政拘留")
    officer.do(matter, "通知家属不执行拘留", {"told": "监示例（父亲），当面告知", "told_on": today})
    officer.do(matter, "登记履行情况", {"performed_on": today})
    sealer = people(sqlite_world, "lg-ouyang")
    sealer.do(matter, "确认不予公开", {"reason": "治安案件，当事人未成年，记录封存。"})
    leader.do(matter, "批准结案", {"opinion": "同意结案。"})

    citizen = people(sqlite_world, script=False)
    assert "小明示例" not in citizen.open("/decisions/?q=小明示例").inner_text("main").replace(
        "“小明示例”", ""
    )
    assert "治安" in officer.open(f"{matter}?tab=publicity").inner_text("main")


def propose_for_minor(officer: Person, matter: str) -> None:
    """Add what a nurse saw and propose the fewest days; one so young does not serve them."""
    seen = {"kind": "证人证言", "name": "值班护士陈述", "proves": "吵闹的经过"}
    seen |= {
        "obtained_on": day(officer.today()),
        "obtained_from": "金山派出所制作",
    }
    officer.do(matter, "登记证据", seen)
    clause = "《中华人民共和国治安管理处罚法》第二十六条第一款第一项"
    draft = {"facts": "在医院门诊大厅吵闹约十分钟。", "violated": clause, "basis": clause}
    draft |= {"items.0.kind": "行政拘留", "items.0.days": "5"}
    officer.do(matter, "拟定处罚决定", draft | {"discretion": "行为时不满十八周岁，从轻处罚。"})


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
