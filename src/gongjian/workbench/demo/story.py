"""One case of the demo, from the clue to the archive: who does what on which working day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import date, datetime, time, timedelta
from typing import Any, get_type_hints
from uuid import UUID

from gongjian.cases.choices import EvidenceKind
from gongjian.cases.queries import case_of
from gongjian.cases.services import (
    Attendee,
    FoundCircumstance,
    MemberVote,
    PenaltyItem,
    SeparateAct,
)
from gongjian.cases.services.discussing import leaders_of
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.clock import HOME_ZONE
from gongjian.common.money import parse_yuan
from gongjian.documents.queries import issued
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import actor_for, officers_with_role
from gongjian.payments.queries import notice_of
from gongjian.publicity.attaching import bare_pages, in_work, open_boxes, sources
from gongjian.publicity.attaching import ready as ready_copies
from gongjian.publicity.choices import Choice
from gongjian.publicity.gate import standing_of
from gongjian.publicity.proposals import Proposal, proposals
from gongjian.publicity.queries import releases_of
from gongjian.publicity.services import BoxChoice, RedactionChoice
from gongjian.review.checks import CheckFinding, check_items
from gongjian.review.choices import Adoption, Finding
from gongjian.review.queries import problem_opinion
from gongjian.review.services import ProblemAnswer

from . import filmed, recorded
from .data import CaseFacts
from .store import register_goods

DOOR = "import"
UNIT = "事实清楚，属于本机关管辖，同意承办人的意见。"


@dataclass(frozen=True, slots=True)
class Moment:
    """One act of a story and when it is done."""

    at: datetime
    name: str
    do: Callable[[], None]


class Story:
    """Plays one case. Steps read what is in the database, so they must be played in order."""

    informs, issues = "cases.inform_party", "cases.issue_decision"

    def __init__(self, facts: CaseFacts, number: int, today: date) -> None:
        self.case = facts
        self.number = number
        self.first_day = national_calendar().add_working_days(today, -facts.began)
        self.clue: UUID | None = None
        self.uid: UUID | None = None

    @property
    def cases(self) -> list[UUID]:
        """Return the cases that are played here, once they are open."""
        return [self.uid] if self.uid else []

    def moments(self) -> Iterator[Moment]:
        """Yield the acts of the case in order, each with its moment."""
        late = 0
        for offset, hour, name, do in self._plan():
            if name == self.case.stop_before:
                return
            late += self.case.delay.get(name, 0)
            day = national_calendar().add_working_days(self.first_day, offset + late)
            at = datetime.combine(day, time(hour, 0), HOME_ZONE)
            yield Moment(at + timedelta(minutes=2 * self.number), name, do)

    def _plan(self) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        yield 0, 9, "register_clue", self._clue
        yield 0, 10, "open_case", self._open
        yield 0, 15, "propose_filing", self._propose
        yield 0, 17, "opine_on_filing", self._do("cases.opine_on_filing", "unit_head", UNIT)
        yield 1, 10, "approve_filing", self._do("cases.approve_filing", "agency_head", "同意立案。")
        yield 2, 14, "record_inspection", self._inspect
        if self.case.recordings:
            yield 2, 15, "add_recordings", self._record
        if self.case.seized:
            yield 2, 16, "approve_seizure", self._allow_seizure
            yield 2, 17, "seize", self._seize
        if self.case.monitored:
            yield 2, 18, "add_monitored", self._add_monitored
        yield 3, 10, "add_evidence", self._evidence
        if self.case.monitored:
            yield 3, 11, "check_monitored", self._check_monitored
            yield 3, 12, "tell_monitored", self._tell_monitored
        if self.case.seized:
            yield from self._ruling(3)
        after = 4
        if self.case.returned:
            yield from self._told(4)
            yield 11, 9, "submit", self._submit
            yield 12, 15, "return_for_supplement", self._return
            yield 12, 16, "answer_problems", self._answer
            yield 12, 17, "add_evidence", self._add
            after = 13
        yield from self._told(after)
        if self.case.hearing:
            yield from self._heard_in_public(after + 2)
        wait = 3 if self.case.statement == "waived" else 7
        yield from self._decided(after + (20 if self.case.hearing else wait))

    def _ruling(self, day: int) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        """Publish a decision other than a penalty."""
        yield day, 15, "draft_ruling", self._draft_ruling
        yield day, 16, "publish_ruling", self._publish_ruling

    def _draft_ruling(self) -> None:
        read = dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear")
        self._perform("publicity.draft_ruling", "publisher", **read)

    def _publish_ruling(self) -> None:
        self._perform("publicity.publish_ruling", "publication_checker", compared=True)

    def _told(self, day: int) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        yield day, 10, "draft_decision", self._draft
        yield day, 14, "end_investigation", self._end
        yield day, 15, "inform_party", self._inform
        yield day + 1, 10, "deliver_notice", self._serve("cases.deliver_notice")
        if self.case.statement == "waived":
            yield day + 2, 9, "waive_statement", self._waive
        elif self.case.statement:
            yield day + 4, 11, "record_statement", self._heard

    def _heard_in_public(self, day: int) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        yield day, 11, "record_hearing_request", self._ask_hearing
        yield day + 1, 9, "call_hearing", self._call_hearing
        yield day + 1, 10, "announce_hearing", self._announce_hearing
        yield day + 2, 10, "deliver_hearing_notice", self._serve("cases.deliver_hearing_notice")
        yield day + 12, 12, "hold_hearing", self._hold_hearing
        yield day + 13, 10, "report_hearing", self._report_hearing

    def _decided(self, day: int) -> Iterator[tuple[int, int, str, Callable[[], None]]]:
        yield day, 9, "submit", self._submit_or_report
        yield day + 1, 15, "pass_review", self._pass
        yield day + 2, 9, "record_discussion", self._discuss
        yield (
            day + 2,
            10,
            "issue_decision",
            self._do(self.issues, "agency_head", "同意。"),
        )
        yield day + 3, 10, "deliver", self._serve("cases.deliver_decision")
        if self.case.attached:
            yield day + 3, 14, "choose_attachment", self._choose_attachment
            yield day + 3, 15, "confirm_attachment", self._confirm_attachment
        yield day + 4, 9, "draft_publication", self._release
        yield day + 5, 14, "publish", self._publish
        yield day + 6, 9, "pay", self._paid
        yield day + 6, 15, "register_goods", self._register_goods
        yield day + 7, 11, "record_performance", self._performed
        yield (
            day + 9,
            16,
            "close",
            self._do("cases.close_case", "agency_head", "处罚决定已经履行完毕，同意结案。"),
        )

    # --- people -----------------------------------------------------------------------------

    def _agency(self) -> Agency:
        return Agency.objects.get(code=self.case.agency)

    def _handlers(self) -> list[Officer]:
        found = list(officers_with_role(self._agency(), "handler", clocks.current().today()))
        first = self.number % len(found)
        return found[first:] + found[:first]

    def _officer(self, role: str) -> Officer:
        if role in {"handler", "second"}:
            return self._handlers()[role == "second"]
        return officers_with_role(self._agency(), role, clocks.current().today())[0]

    def _actor(self, role: str) -> Actor:
        today = clocks.current().today()
        officer = self._officer(role)
        officer.agency = self._agency()
        return actor_for(officer, DOOR, today)

    def _matter(self) -> Matter:
        assert self.uid is not None
        return Matter.objects.select_related("agency", "unit", "lead", "second").get(uid=self.uid)

    # --- acts -------------------------------------------------------------------------------

    def _perform(self, code: str, role: str, /, **values: Any) -> Any:
        """Do an act with what its form would be filled with and what this person adds."""
        service = acts.service(code)
        actor = self._actor(role)
        matter = self._matter() if service.on_matter else None
        known = dict(service.prefill(actor, matter)) if service.prefill and matter else {}
        names = {f.name for f in fields_of(service.cmd)}
        given = {k: v for k, v in (known | values).items() if k in names}
        cmd = service.cmd(**{k: _rows(service.cmd, k, v) for k, v in given.items()})
        return service(actor=actor, cmd=cmd, matter=matter.uid if matter else None)

    def _do(self, code: str, role: str, opinion: str) -> Callable[[], None]:
        return lambda: self._perform(code, role, opinion=opinion)

    def _clue(self) -> None:
        subject = f"{self.case.party['name']}{self.case.cause}"
        clue = self._perform(
            "intake.register_clue",
            "handler",
            source=self.case.source,
            subject=subject,
            content=self.case.content,
            found_on=clocks.current().today(),
            place=self.case.place,
        )
        self.clue = clue.uid

    def _open(self) -> None:
        party = {
            f"party_{k}" if k in {"kind", "name"} else k: v for k, v in self.case.party.items()
        }
        matter = self._perform(
            "cases.open_case",
            "handler",
            clue=self.clue,
            cause=self.case.cause,
            cause_code=self.case.cause_code,
            second=self._handlers()[1].uid,
            act_ended_on=self.case.act_ended or clocks.current().today(),
            public_order=self.case.public_order,
            **party,
        )
        self.uid = matter.uid

    def _propose(self) -> None:
        self._perform(
            "cases.propose_filing",
            "handler",
            facts=self.case.content,
            basis=self.case.violated or "待查",
            opinion="有初步证据证明违法事实存在，属于本机关管辖，建议立案调查。",
        )

    def _inspect(self) -> None:
        began = clocks.current().now().replace(second=0, microsecond=0) - timedelta(hours=3)
        party = self.case.party
        self._perform(
            "cases.record_inspection",
            "handler",
            began_at=began,
            ended_at=began + timedelta(hours=1, minutes=20),
            place=self.case.place or party["address"],
            present=f"{party.get('legal_representative') or party['name']}（当事人一方）",
            certificate_shown="shown",
            dressed=True,
            findings=self.case.findings,
            rights_told=True,
        )

    def _record(self) -> None:
        for told in self.case.recordings:
            filmed.enter(self._perform, self._actor("handler"), self._matter(), told)

    def _allow_seizure(self) -> None:
        told, today = self.case.seized, clocks.current().today()
        self._perform(
            "documents.make_seizure_approval",
            "agency_head",
            measure=told["measure"],
            urgent="事先报批",
            facts=told["reason"],
            basis=told["basis"],
            goods="\n".join(row["name"] + row["count"] for row in told["goods"]),
            keep=told["keep"],
            handler_opinion="建议采取措施，防止继续排放。",
            proposed_on=today,
            leader_opinion="同意。",
            leader=self._officer("agency_head").name,
            leader_on=today,
        )

    def _seize(self) -> None:
        told, now = self.case.seized, clocks.current().now()
        self._perform("documents.make_seizure_decision", "handler", from_on=clocks.local_date(now))
        self._perform(
            "documents.make_seizure_list",
            "handler",
            listed_at=now.replace(second=0, microsecond=0),
            place=self.case.place,
            goods=told["goods"],
            sealed=told["sealed"],
            on_site_person=self.case.party["legal_representative"],
        )
        self._perform(
            "documents.make_seizure_record",
            "handler",
            started_at=now.replace(second=0, microsecond=0) - timedelta(minutes=40),
            ended_at=now.replace(second=0, microsecond=0),
            place=self.case.place,
            on_site_person=self.case.party["legal_representative"],
            identity_shown="主动出示执法证件",
            told="出示执法证件，当场告知理由、依据和依法享有的权利、救济途径，当事人表示知道。",
            statement="未提出。",
            process=f"当场清点、拍照，{told['sealed']}，交付决定书和清单。",
            recording="执法记录仪全程录像，编号示例0131",
            party_opinion="以上笔录我已看过，与现场情况相符。",
        )

    def _evidence(self) -> None:
        self._enter(self.case.evidence)

    def _add(self) -> None:
        self._enter(self.case.added)

    def _add_monitored(self) -> None:
        recorded.enter(self._perform, self.case.monitored)

    def _check_monitored(self) -> None:
        recorded.check(self._perform, self._matter(), self.case.monitored)

    def _tell_monitored(self) -> None:
        recorded.tell(self._perform, self._matter(), self.case.monitored)

    def _enter(self, pieces: list[dict[str, Any]]) -> None:
        for piece in pieces:
            self._perform(
                "cases.add_evidence",
                "handler",
                kind=piece["kind"],
                name=piece["name"],
                proves=piece["proves"],
                obtained_on=clocks.current().today(),
                obtained_from=self._source_of(piece),
                self_recorded="no",
                elements=tuple(piece.get("elements", ())),
            )

    def _source_of(self, piece: dict[str, Any]) -> str:
        """Return who gave a piece of evidence: what a witness says does not come from the party."""
        own = piece["kind"] != EvidenceKind.TESTIMONY
        name: str = self.case.party["name"] if own else piece["name"]
        return name.removesuffix("询问笔录")

    def _draft(self) -> None:
        found = (self.case.major_rights, self.case.social_risk, self.case.complex)
        self._perform(
            "cases.draft_decision",
            "handler",
            facts=self.case.facts,
            violated=self.case.violated,
            basis=self.case.basis,
            discretion=self.case.discretion,
            circumstances=tuple(
                FoundCircumstance(item=item, value=value, proof=proof)
                for item, (value, proof) in self.case.found.items()
            ),
            acts=tuple(SeparateAct(act_cause=code) for code in self._causes()),
            base_fen=parse_yuan(self.case.base) if self.case.base else None,
            grounds=tuple(self.case.grounds),
            grounds_proof=self.case.grounds_proof,
            deviation_reason=self.case.deviation,
            no_penalty_ground=self.case.spared.get("ground", ""),
            items=tuple(
                PenaltyItem(
                    kind=i["kind"],
                    amount_fen=parse_yuan(i["yuan"]) if "yuan" in i else None,
                    detail=i.get("detail", ""),
                    days=int(i["days"]) if "days" in i else None,
                    value_fen=parse_yuan(i["worth"]) if "worth" in i else None,
                    value_basis=i.get("basis", ""),
                    conduct=i.get("act", ""),
                )
                for i in self.case.items
            ),
            major_rights=bool(self.case.major_rights),
            social_risk=bool(self.case.social_risk),
            complex=bool(self.case.complex),
            findings_reason="".join(found),
            social_impact=self.case.social_impact,
        )

    def _causes(self) -> tuple[str, ...]:
        """Return the causes of several acts; none where there is one."""
        return (self.case.cause_code, *self.case.further) if self.case.further else ()

    def _end(self) -> None:
        self._perform(
            "cases.end_investigation",
            "handler",
            summary="事实清楚，证据确凿，适用法律正确，裁量适当，建议给予行政处罚。",
        )

    def _inform(self) -> None:
        agency = self._agency()
        contact = f"{self._handlers()[0].name}，{agency.phone}"
        self._perform(self.informs, "handler", contact=contact)

    def _serve(self, code: str) -> Callable[[], None]:
        def serve() -> None:
            party = self.case.party
            self._perform(
                code,
                "handler",
                way="direct",
                served_on=clocks.current().today(),
                place=party["address"],
                receiver=party.get("legal_representative") or party["name"],
                certificate_shown="shown",
            )

        return serve

    def _waive(self) -> None:
        self._perform(
            "cases.waive_statement",
            "handler",
            given_on=clocks.current().today(),
            content="我已收到告知书，对拟作出的处罚没有异议，"
            "放弃陈述、申辩和要求听证的权利。（书面声明，附卷）",
            hearing_too=True,
        )

    def _heard(self) -> None:
        self._perform(
            "cases.record_statement",
            "handler",
            given_on=clocks.current().today(),
            **self.case.statement,
        )

    def _answer(self) -> None:
        answer = ProblemAnswer("facts", Adoption.ADOPTED, "已按意见补充证据，重新拟定并告知。")
        self._perform("review.answer_problems", "handler", answers=(answer,))

    def _submit(self) -> None:
        again = problem_opinion(case_of(self._matter())) is not None
        self._perform(
            "review.resubmit" if again else "review.submit",
            "handler",
            summary="事实清楚，已告知并听取陈述申辩，拟按裁量基准处罚，请予审核。",
        )

    def _submit_or_report(self) -> None:
        if self._reviewed():
            self._submit()
        else:
            opinion = "事实清楚，不在审核范围，报请决定。"
            self._perform("cases.go_to_decision", "unit_head", opinion=opinion)

    def _reviewed(self) -> bool:
        return bool(facts_of(self._matter(), clocks.current())["review_required"])

    def _ask_hearing(self) -> None:
        self._perform(
            "cases.record_hearing_request",
            "handler",
            asked_on=clocks.current().today(),
            way="written",
            content=self.case.hearing,
        )

    def _call_hearing(self) -> None:
        today = clocks.current().today()
        held_on = national_calendar().add_working_days(today, 11)
        self._perform(
            "cases.call_hearing",
            "hearing_host",
            host=self._officer("hearing_host").uid,
            recorder=self._officer("publisher").uid,
            scheduled_at=datetime.combine(held_on, time(9, 30), HOME_ZONE),
            place="本机关三楼听证室",
        )

    def _announce_hearing(self) -> None:
        hearing = case_of(self._matter()).hearings.get(outcome="")
        by = national_calendar().add_working_days(clocks.current().today(), 7)
        assert by < hearing.scheduled_on
        self._perform(
            "cases.announce_hearing",
            "hearing_host",
            attend_by=by,
            attend_how="可以电话或者现场报名，旁听席二十个，报满为止；旁听时请携带身份证件。",
        )

    def _hold_hearing(self) -> None:
        hearing = case_of(self._matter()).hearings.get(outcome="")
        self._perform(
            "cases.hold_hearing",
            "hearing_host",
            began_at=hearing.scheduled_at,
            ended_at=hearing.scheduled_at + timedelta(minutes=95),
            attendees=(
                Attendee(name=self.case.party["name"], part="当事人"),
                *(Attendee(name=o.name, part="调查人员") for o in self._handlers()[:2]),
            ),
            investigators=f"{self.case.facts}证据已当场出示，建议按告知的内容处罚。",
            defence=self.case.hearing,
            examination="双方对现场检查笔录和书证逐项质证，当事人对证据的真实性没有异议。",
            final_words="请求综合考虑整改情况，从轻处理。",
        )

    def _report_hearing(self) -> None:
        self._perform(
            "cases.report_hearing",
            "hearing_host",
            issues="违法事实是否成立\n拟处罚的幅度是否适当",
            finding="经听证，违法事实清楚，证据充分；当事人的整改情况在告知前已作为情节考虑。",
            opinion="建议维持告知的处罚意见，由机关负责人集体讨论决定。",
        )

    def _discuss(self) -> None:
        """Let the leaders discuss the case where the rules ask for it."""
        matter = self._matter()
        now = clocks.current().now()
        if not facts_of(matter, clocks.current())["discussion_required"]:
            return
        self._perform(
            "cases.record_discussion",
            "agency_head",
            held_at=now - timedelta(minutes=50),
            ended_at=now - timedelta(minutes=10),
            place="本机关第一会议室",
            recorder="办公室记录员",
            votes=tuple(
                MemberVote(officer=o.uid, vote="for", opinion="同意拟处理意见。", signed=True)
                for o in leaders_of(matter, now.date())
            ),
            conclusion="事实清楚，程序合法，裁量适当，同意拟处理意见。",
        )

    def _findings(self, **problems: str) -> tuple[CheckFinding, ...]:
        """Return a finding on each item, with the remark of those that are no plain yes."""
        remarks = {"crime": "未发现涉嫌犯罪的情形。"} | problems
        said = {"crime": Finding.NOT_APPLICABLE} | dict.fromkeys(problems, Finding.PROBLEM)
        items = check_items(self._matter().profile, clocks.current().today())
        return tuple(
            CheckFinding(i.code, said.get(i.code, Finding.OK), remarks.get(i.code, ""))
            for i in items
        )

    def _return(self) -> None:
        self._perform(
            "review.return_for_supplement",
            "legal_reviewer",
            findings=self._findings(facts="证据尚不充分，应当补充。"),
            reasons=self.case.returned,
        )

    def _pass(self) -> None:
        if self._matter().marking != ["under_review"]:
            return
        self._perform(
            "review.pass_review",
            "legal_reviewer",
            findings=self._findings(),
            reasons="主体合法，事实清楚，证据充分，定性准确，适用法律正确，程序合法，裁量适当，同意。",
        )

    def _release(self) -> None:
        if not self._closed():
            read = dict.fromkeys(("content", "secrecy", "rights", "impact"), "clear")
            chosen = [RedactionChoice(p.code, Choice.HIDE) for p in self._proposals()]
            stands = standing_of(self._matter(), clocks.current().today())
            ready = ready_copies(stands.decision) if stands else []
            self._perform(
                "publicity.draft_release",
                "publisher",
                redactions=tuple(chosen),
                attachments=tuple(str(one.uid) for one in ready),
                **read,
            )

    def _choose_attachment(self) -> None:
        """Let the decision's own PDF go along with its publication."""
        paper = issued(self._matter(), "penalty-decision")
        files = sources(self._matter()).items()
        code = next(c for c, f in files if f.document == paper)
        title = self.case.attached
        self._perform("publicity.choose_attachment", "publisher", file=code, title=title)

    def _confirm_attachment(self) -> None:
        working = in_work(self._matter())
        assert working is not None
        self._perform(
            "publicity.confirm_attachment",
            "publisher",
            boxes=tuple(BoxChoice(str(b.uid), Choice.HIDE) for b in open_boxes(working)),
            pages_seen=tuple(str(page.number) for page in bare_pages(working)),
            compared=True,
        )

    def _publish(self) -> None:
        if self._closed():
            self._perform("publicity.withhold", "publication_checker")
        else:
            waiting = releases_of(self._matter())[0].redactions.order_by("id")
            confirmed = tuple(RedactionChoice(r.code, r.choice) for r in waiting)
            self._perform(
                "publicity.publish_decision",
                "publication_checker",
                redactions=confirmed,
                compared=True,
                attachments_seen=True,
            )

    def _proposals(self) -> list[Proposal]:
        stands = standing_of(self._matter(), clocks.current().today())
        return proposals(stands.decision) if stands else []

    def _closed(self) -> bool:
        stands = standing_of(self._matter(), clocks.current().today())
        return stands is not None and stands.verdict.withheld

    def _paid(self) -> None:
        """Let the party pay at the bank by the code of its notice."""
        notice = notice_of(self._matter())
        if notice is not None:
            self._perform(
                "payments.take_receipt",
                "finance",
                serial=f"88{self.number:010}",
                paid_on=clocks.current().today(),
                amount_fen=notice.outstanding_fen,
                payer=self.case.party["name"],
                code=notice.code,
                memo="罚没款",
                way="bank",
            )

    def _register_goods(self) -> None:
        register_goods(self._perform, self._matter())

    def _performed(self) -> None:
        self._perform(
            "cases.record_performance",
            "handler",
            performed_on=clocks.current().today(),
            note="当事人已按期全部履行。",
        )


def _rows(command: type[Any], name: str, value: Any) -> Any:
    """Return entries told as mappings as the rows that the field of a command takes."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    row = get_type_hints(command)[name].__args__[0]
    return tuple(row(**line) for line in value)
