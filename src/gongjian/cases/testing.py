"""A penalty case carried through its acts, for tests, the demo and the benchmark.

Every step is the real service, done by whose office it is, on a clock that only moves on.
"""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from gongjian.catalog.citing import cited
from gongjian.catalog.queries import cause_on
from gongjian.common import acts
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.data import data_folder
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.services import RecordIssue, record_issue
from gongjian.documents.services.issuing import FileMade
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.intake.services import RegisterClue, register_clue
from gongjian.jobs.services import work_until_idle
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.definitions import forget_versions, process_of
from gongjian.matters.models import Matter, ProcessVersion
from gongjian.matters.ports import facts_of
from gongjian.matters.services import ActivateProcess, activate_process
from gongjian.orgs.choices import CertificateKind
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import actor_for
from gongjian.orgs.services import IssueCertificate, issue_certificate
from gongjian.orgs.testing import make_agency, make_officer

from . import services
from .goods import said_in
from .models import Draft
from .queries import case_of, decision_of, latest_draft
from .recorded import lacking
from .runs import MADE_UP, unconfirmed_of
from .testing_rows import kept
from .weighing import cause_of

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OFFICES = (
    "handler",
    "unit_head",
    "hearing_host",
    "legal_reviewer",
    "agency_head",
    "publisher",
    "publication_checker",
    "finance",
)


def activate() -> None:
    """Put every shipped process in force, once."""
    known = set(ProcessVersion.objects.values_list("code", flat=True))
    for path in sorted(data_folder("processes").glob("*.toml")):
        if path.stem not in known:
            text = path.read_text(encoding="utf-8")
            activate_process(actor=SYSTEM, cmd=ActivateProcess(text=text))
    forget_versions()


@dataclass
class Cast:
    """The people of one agency, by office; `second` is the other handling officer.

    `drawn`: papers are really drawn and sealed on the way, which takes most of a story's time.
    """

    agency: Agency
    people: dict[str, Officer]
    now: datetime = START
    door: str = "test"
    actors: dict[str, Actor] = field(default_factory=dict)
    drawn: bool = False

    def actor(self, office: str) -> Actor:
        """Return who holds an office, as an actor."""
        if office not in self.actors:
            officer = self.people[office]
            self.actors[office] = actor_for(officer, self.door, Clock().today())
        return self.actors[office]

    @property
    def clock(self) -> Clock:
        """Return a clock at the present moment of the story, a minute on at each use."""
        self.now += timedelta(minutes=1)
        return fixed(self.now)

    @property
    def today(self) -> date:
        return fixed(self.now).today()

    def wait(self, **passed: float) -> None:
        """Let time pass (`days=`, `hours=`)."""
        self.now += timedelta(**passed)

    def do(
        self,
        office: str,
        code: str,
        /,
        matter: Matter | UUID | None = None,
        expect_seq: int | None = None,
        **values: Any,
    ) -> Any:
        """Perform an act by its code as the holder of an office."""
        service = acts.service(code)
        uid = matter.uid if isinstance(matter, Matter) else matter
        result = service(
            actor=self.actor(office),
            matter=uid,
            expect_seq=expect_seq,
            clock=self.clock,
            cmd=command(service.cmd, values),
        )
        if isinstance(matter, Matter):
            matter.refresh_from_db()
        return result


def command(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """Return a command from plain values; the entries of rows may be mappings."""
    hints = typing.get_type_hints(kind)
    made = {}
    for name, value in values.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
            row = typing.get_args(hints[name])[0]
            value = tuple(command(row, entry) for entry in value)
        made[name] = value
    return kind(**made)


def make_cast(
    profile: str = "dazhou",
    domain: str = "environment",
    *,
    accounts: bool = False,
    drawn: bool = False,
    **agency: Any,
) -> Cast:
    """Return an agency with a person in every office of the penalty procedure.

    With `accounts` they can sign in, with `orgs.testing.PASSWORD`.
    """
    key = (profile, domain, accounts, *sorted(agency.items()))
    made = kept(key, lambda: _build(profile, domain, accounts, agency))
    forget_versions()
    officers = Officer.objects.select_related("unit__agency").in_bulk(made.values())
    people = {office: officers[pk] for office, pk in made.items()}
    return Cast(people["handler"].unit.agency, people, drawn=drawn)


def _build(profile: str, domain: str, accounts: bool, agency: dict[str, Any]) -> dict[str, int]:
    """Write the agency and its people; return the primary key of who holds each office."""
    activate()
    place = make_agency(profile=profile, domain=domain, **agency)
    people = {
        office: make_officer(
            place,
            roles=(office,),
            account=accounts,
            legal_qualification="A20263000001" if office == "legal_reviewer" else "",
        )
        for office in OFFICES
    }
    people["second"] = make_officer(place, roles=("handler",), account=accounts)
    for member in ("deputy", "other_deputy"):
        people[member] = make_officer(place, roles=("discussion_member",), account=accounts)
    return {office: officer.pk for office, officer in people.items()}


COMPANY: dict[str, Any] = {
    "party_kind": "legal",
    "party_name": "青川市恒远新材料有限公司",
    "uscc": "91530100MA0000015A",
    "legal_representative": "吴示例",
    "address": "青川市罗家镇金塘村1号",
    "phone": "0818-3333333",
}
PERSON: dict[str, Any] = {
    "party_kind": "natural",
    "party_name": "张示例",
    "id_number": "11010519491231002X",
    "address": "青川市城南街道2号",
    "phone": "13900000001",
}
FACTS = "未重新报批环境影响评价文件，擅自改变原材料和生产工艺。"
FINE: tuple[dict[str, Any], ...] = ({"kind": "fine", "amount_fen": 5_212_000},)


def open_case(
    cast: Cast, party: dict[str, Any] = COMPANY, *, found_on: date | None = None, **values: Any
) -> Matter:
    """Return a new case from a new clue, of today or of `found_on`; it waits for its filing."""
    clue = register_clue(
        actor=cast.actor("handler"),
        clock=cast.clock,
        cmd=RegisterClue(
            source="inspection",
            subject=f"{party['party_name']}涉嫌违法",
            content="现场检查发现生产工艺与批准的环境影响评价文件不符。",
            found_on=found_on or cast.today,
        ),
    )
    known: dict[str, Any] = {
        "clue": clue.uid,
        "cause": "涉嫌未重新报批环境影响评价文件擅自开工建设",
        "second": cast.people["second"].uid,
        "act_ended_on": cast.today,
    }
    matter: Matter = cast.do("handler", "cases.open_case", **(known | party | values))
    return matter


def is_public_order(matter: Matter) -> bool:
    """Tell whether a case runs under the procedure of 治安管理处罚法."""
    return process_of(matter).code == services.PUBLIC_ORDER


def file_case(cast: Cast, matter: Matter) -> Matter:
    """Propose and approve the filing; a 治安 case is filed at once."""
    if is_public_order(matter):
        from . import testing_public_order as police

        return police.file_case(cast, matter)
    cast.do(
        "handler",
        "cases.propose_filing",
        matter,
        facts="现场检查发现工艺变更。",
        basis=_suspected(cast, matter),
        opinion="建议立案调查。",
    )
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意立案。")
    return matter


def _suspected(cast: Cast, matter: Matter) -> str:
    return provisions(matter, cast.today)["violated"]


def investigate(cast: Cast, matter: Matter, **draft: Any) -> Matter:
    """Inspect, register evidence, draft the decision and end the investigation."""
    if is_public_order(matter):
        from . import testing_public_order as police

        police.establish(cast, matter)
    inspect(cast, matter)
    propose(cast, matter, **draft)
    record_seizures(cast, matter)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    return matter


def record_seizures(cast: Cast, matter: Matter) -> None:
    """Make the record and the list of each seizure that lacks one."""
    for seizure, kinds in lacking(matter):
        for kind in kinds:
            said = vars(typed_command(kind, cast.now)) | {"seizure_number": seizure.number}
            if "goods" in said:  # what the decision names, line by line
                row, lines = type(said["goods"][0]), said_in(seizure)["goods"]
                said["goods"] = tuple(row(name=line) for line in lines)
            cast.do("handler", act_code(kind), matter, **(said | {"party_name": matter.party_name}))


def made_up_for(matter: Matter) -> dict[str, Any]:
    """Return what an approval says that is made up for what was seized at once, if anything was."""
    waiting = unconfirmed_of(matter)
    number = waiting[0].paper.number if waiting else ""
    return {"urgent": MADE_UP, "seizure_number": number} if waiting else {}


def inspect(cast: Cast, matter: Matter, **values: Any) -> None:
    """Inspect and register the record as evidence; the police do it at once, on record."""
    cast.wait(hours=3)
    seen = inspected(cast) | values
    if is_public_order(matter):
        at_once = {"subject": "place", "at_once": "现场可能灭失。", "recording": "AV-2026-0009"}
        cast.do("handler", "cases.inspect_at_once", matter, **(at_once | seen))
    else:
        cast.do("handler", "cases.record_inspection", matter, **seen)
    cast.do(
        "handler",
        "cases.add_evidence",
        matter,
        kind="on_site_record",
        name="现场检查笔录",
        proves="生产工艺已经改变",
        obtained_on=cast.today,
        obtained_from="执法人员现场制作",
    )


def inspected(cast: Cast) -> dict[str, Any]:
    """Return what an inspection of the last hours states."""
    return {
        "began_at": cast.now - timedelta(hours=2),
        "ended_at": cast.now - timedelta(hours=1),
        "place": "青川市罗家镇金塘村",
        "present": "吴示例（法定代表人）",
        "certificate_shown": "shown",
        "dressed": True,
        "findings": "现场有两条生产线正在生产，所用原材料与环评文件所载不同。",
        "rights_told": True,
    }


def provisions(matter: Matter, on: date) -> dict[str, str]:
    """Return what the cause cites by the law that governs; a free one is that of the story."""
    case = case_of(Matter.objects.get(pk=matter.pk))
    cause = cause_of(case, on) or cause_on("eia-reapproval", case.act_ended_on or on)
    assert cause is not None
    return {r: cited(a for a in cause.articles if a.role == r) for r in ("violated", "basis")}


def propose(cast: Cast, matter: Matter, items: Any = FINE, **values: Any) -> Any:
    """Write a version of the proposed decision."""
    known: dict[str, Any] = {
        "facts": FACTS,
        "evidence_summary": "1．现场检查笔录：证明生产工艺已经改变",
        "discretion": "当事人积极改正，依裁量基准从轻处罚。",
        **provisions(matter, cast.today),
    }
    rows = tuple(services.PenaltyItem(**item) for item in items)
    return cast.do("handler", "cases.draft_decision", matter, items=rows, **(known | values))


def sign_papers(cast: Cast, matter: Matter) -> bool:
    """Let the papers of a case be issued as the renderer does; tell whether any waited."""
    waiting = list(Document.objects.filter(matter=matter, state=DocumentState.FROZEN))
    if cast.drawn:
        work_until_idle(cast.clock)
        return bool(waiting)
    file = FileMade(format="pdf", sha256="0" * 64, sm3="0" * 64, size=1)
    for paper in waiting:
        cmd = RecordIssue(document=paper.uid, files=(file,))
        record_issue(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=cast.clock)
    return bool(waiting)


def inform(cast: Cast, matter: Matter) -> Matter:
    """Make the notice, let it be signed, and deliver it the same day."""
    code = "cases.inform_offender" if is_public_order(matter) else "cases.inform_party"
    cast.do("handler", code, matter, contact="李示例 0818-2222222")
    sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_notice", matter, **handed_over(cast))
    return matter


def handed_over(cast: Cast) -> dict[str, Any]:
    """Return what a direct delivery today states."""
    return {
        "way": "direct",
        "served_on": cast.today,
        "place": "青川市罗家镇金塘村1号",
        "receiver": "吴示例",
        "certificate_shown": "shown",
    }


def let_time_run(cast: Cast, matter: Matter) -> Matter:
    """Wait until the party's time for statement and defence is over."""
    newest = matter.deadlines.filter(code="statement-limit").order_by("-id")[0]
    days = (newest.due_on - cast.today).days + 1
    cast.wait(days=max(days, 0))
    return matter


def findings(profile_code: str = "dazhou", **found: str) -> dict[str, Any]:
    """Return a finding on each item of the checklist: lawful, but for what is named."""
    asked = profile(profile_code).parameter("review.checks", on=START.date()).items
    codes = [str(item["code"]) for item in asked if isinstance(item, dict)]
    said = {code: found.get(code, "ok") for code in codes}
    remarks = {"ok": "", "na": "本案不涉及。", "problem": "存在问题，应当补正。"}
    rows = ({"item": c, "finding": s, "remark": remarks[s]} for c, s in said.items())
    return {"findings": tuple(rows)}


CHECKED: dict[str, Any] = findings()


def decide(cast: Cast, matter: Matter) -> Matter:
    """Pass the case on, through review where its draft must pass it, and issue the decision."""
    draft = before_the_head(cast, matter)
    cast.do(
        "agency_head",
        "cases.decide_public_order" if is_public_order(matter) else "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="同意。",
    )
    sign_papers(cast, matter)
    return matter


def before_the_head(cast: Cast, matter: Matter) -> Draft:
    """Pass a case on to who decides, reviewed where it must be; return what is to be signed."""
    draft = latest_draft(case_of(matter))
    assert draft is not None
    none = draft.proposal == "no_penalty"
    if facts_of(matter, cast.clock)["review_required"]:
        sign_papers(cast, matter)
        submit = "review.submit_no_penalty" if none else "review.submit"
        cast.do("handler", submit, matter, summary="请予审核。")
        reasons = "事实清楚，证据充分，适用法律正确，程序合法。"
        checked = findings(matter.profile)
        cast.do("legal_reviewer", "review.pass_review", matter, **checked, reasons=reasons)
    elif not none:
        cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    elif not is_public_order(matter):
        cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="同意。")
    if facts_of(matter, cast.clock)["discussion_required"]:
        discuss(cast, matter)
    return draft


def deliver(cast: Cast, matter: Matter) -> Matter:
    """Deliver the decision today."""
    cast.do("handler", "cases.deliver_decision", matter, **handed_over(cast))
    return matter


def decided_case(cast: Cast, **values: Any) -> Matter:
    """Return a case whose decision is delivered and not yet published."""
    return decided(cast, file_case(cast, open_case(cast, **values)))


def penalty_paper(matter: Matter) -> UUID:
    """Return the name of the paper of the standing penalty, or of none."""
    decision = decision_of(case_of(matter))
    return decision.document.uid if decision else UUID(int=0)


def decided(cast: Cast, matter: Matter) -> Matter:
    """Carry a case that is on file to the delivery of its decision."""
    investigate(cast, matter)
    inform(cast, matter)
    let_time_run(cast, matter)
    decide(cast, matter)
    return deliver(cast, matter)


# --- penalties on the spot -----------------------------------------------------------------------

STALL: dict[str, Any] = {
    "cause": "在城市道路擅自摆摊经营",
    "place": "青川市罗家区步行街3号门前",
    "facts": "当事人未经批准，在步行街人行道上摆摊售卖水果，占道约2平方米。",
    "evidence_kind": "audiovisual",
    "self_recorded": "no",
    "evidence": "执法记录仪录像一段、现场照片2张",
    "violated": "《城市市容和环境卫生管理条例》第十四条",
    "basis": "《城市市容和环境卫生管理条例》第三十六条第一项",
    "penalty": "fine",
    "amount_fen": 5_000,
    "spoke": "none",
    "identity_shown": "shown",
    "dressed": True,
    "certain": True,
    "told": True,
    "publication_told": True,
}


def make_scene_cast(profile: str = "dazhou", domain: str = "market", **known: Any) -> Cast:
    """Return the people of an agency that may also penalize on the spot."""
    return make_cast(profile, domain, **known)


def penalize(cast: Cast, party: dict[str, Any] = PERSON, **values: Any) -> Matter:
    """Impose a penalty on the spot, minutes after the act; its paper is signed.

    Each is for an act of its own, which is asked for where the person was fined that day.
    """
    cast.wait(minutes=10)
    known: dict[str, Any] = STALL | {
        "own_act": "另一时间、另一地点的摆摊行为。",
        "acted_at": cast.now - timedelta(minutes=8),
        "second": cast.people["second"].uid,
    }
    decision = cast.do("handler", "cases.penalize_on_spot", **(known | party | values))
    matter = Matter.objects.get(pk=decision.case.matter_id)
    sign_papers(cast, matter)
    return matter


def collect(cast: Cast, matter: Matter, **values: Any) -> Matter:
    """Take the fine on the spot against a receipt."""
    known = {"ground": "small", "receipt_number": f"川财000{matter.pk:05}"}
    cast.do("handler", "cases.collect_on_spot", matter, **(known | values))
    return matter


def police(cast: Cast, office: str) -> None:
    """Give who holds an office the card of a police officer, beside what he has."""
    officer = cast.people[office]
    issue_certificate(
        actor=SYSTEM,
        clock=cast.clock,
        cmd=IssueCertificate(
            officer=officer.uid,
            number=f"P{officer.pk:06}",
            issuer="公安部",
            kind=CertificateKind.POLICE,
            valid_from=date(2020, 1, 1),
            valid_to=date(2036, 12, 31),
        ),
    )


def ask_hearing(cast: Cast, matter: Matter) -> Matter:
    """Let the party ask for a hearing today."""
    cast.do(
        "handler",
        "cases.record_hearing_request",
        matter,
        asked_on=cast.today,
        way="written",
        content="对拟处罚的事实和金额有异议，要求听证。",
    )
    return matter


def call_hearing(cast: Cast, matter: Matter, days: int = 20, **values: Any) -> Matter:
    """Call the hearing some days ahead, with its notice signed."""
    known: dict[str, Any] = {
        "host": cast.people["hearing_host"].uid,
        "recorder": cast.people["publisher"].uid,
        "scheduled_at": cast.now + timedelta(days=days),
        "place": "本机关三楼听证室",
    }
    cast.do("hearing_host", "cases.call_hearing", matter, **(known | values))
    sign_papers(cast, matter)
    return matter


def hold_hearing(cast: Cast, matter: Matter, **values: Any) -> Matter:
    """Deliver the notice, wait for the day, hold the hearing and report on it."""
    cast.do("handler", "cases.deliver_hearing_notice", matter, **handed_over(cast))
    hearing = case_of(matter).hearings.get(outcome="")
    cast.now = max(cast.now, hearing.scheduled_at) + timedelta(hours=2)
    known: dict[str, Any] = {
        "outcome": "held",
        "began_at": hearing.scheduled_at,
        "ended_at": cast.now - timedelta(minutes=30),
        "attendees": ({"name": "吴示例", "part": "当事人的法定代表人"},),
        "opening": "主持人核对参加人员身份，宣布听证纪律。",
        "investigators": "拟处罚的事实、证据和依据。",
        "defence": "对金额有异议。",
        "examination": "双方对现场检查笔录质证。",
        "final_words": "请求从轻。",
        "signed": "核对无误，签名。",
    }
    cast.do("hearing_host", "cases.hold_hearing", matter, **(known | values))
    said: dict[str, Any] = {
        "issues": "金额是否适当",
        "finding": "事实清楚。",
        "opinion": "维持拟处罚意见。",
    }
    cast.do("hearing_host", "cases.report_hearing", matter, **said)
    sign_papers(cast, matter)
    return matter


def discuss(cast: Cast, matter: Matter, vote: str = "for", **values: Any) -> Any:
    """Let head and deputies discuss the latest draft, all voting alike."""
    draft = latest_draft(case_of(matter))
    assert draft is not None
    leaders = ("agency_head", "deputy", "other_deputy")
    known: dict[str, Any] = {
        "draft_hash": draft.draft_hash,
        "held_at": cast.now - timedelta(hours=1),
        "ended_at": cast.now,
        "place": "本机关会议室",
        "recorder": "记示例",
        "votes": tuple(
            {"officer": cast.people[p].uid, "vote": vote, "opinion": "意见明确。", "signed": True}
            for p in leaders
        ),
        "conclusion": "按拟处罚意见办理。",
    }
    return cast.do("agency_head", "cases.record_discussion", matter, **(known | values))
