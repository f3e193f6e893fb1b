"""What stands beside the form of an act, so that nobody leaves the page to decide."""

from collections.abc import Callable
from typing import Any

from gongjian.cases.checking import decision_findings
from gongjian.cases.earlier import earlier_decisions
from gongjian.cases.fined import fines_before
from gongjian.cases.measures import preservation_asked
from gongjian.cases.models import Case, Draft, PaperOverturn
from gongjian.cases.papers import item_lines, proposal_lines
from gongjian.cases.public_order.choices import SuspensionState
from gongjian.cases.public_order.deputies import DeputyReport
from gongjian.cases.public_order.fast import fast_of
from gongjian.cases.public_order.fast_handling import FastReview
from gongjian.cases.public_order.models import DetentionSuspension
from gongjian.cases.public_order.permitting import deputies_of
from gongjian.cases.public_order.queries import (
    deposit_standing,
    execution_of,
    latest_offender,
    served_beyond,
)
from gongjian.cases.public_order.rules import Execution, detention_days
from gongjian.cases.public_order.serving import (
    running_elsewhere,
    served_with,
    undone_elsewhere,
)
from gongjian.cases.queries import (
    case_of,
    latest_review,
    open_exclusion,
)
from gongjian.cases.services.public_order.deciding import findings_of_police
from gongjian.cases.services.refusing import refused_before
from gongjian.cases.standing import changed_items
from gongjian.cases.weighing import standing_of as proof_of
from gongjian.catalog.proving import gaps
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor, Service
from gongjian.documents.queries import documents_of, signatures_in
from gongjian.fileroom.queries import preparing, requests_waiting, stage_of
from gongjian.fileroom.rules import rules as reading_rules
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts, open_deadlines
from gongjian.payments.queries import money_of
from gongjian.publicity.attaching import in_work, waiting_with_attachments
from gongjian.publicity.choices import Choice, ReleaseState
from gongjian.publicity.gate import standing_of
from gongjian.publicity.models import Redaction
from gongjian.publicity.queries import releases_of
from gongjian.publicity.rendition import render
from gongjian.recording.queries import players
from gongjian.review.limits import margin_of
from gongjian.review.materials import materials_of
from gongjian.review.pool import advice_on
from gongjian.review.queries import latest_request, rounds_of, similar_decisions
from gongjian.review.services import OUTCOME_ACTS
from gongjian.ui.forms import ActForm

from .agencies import agencies_told
from .comparing import compared, entries
from .covering import shown
from .discretion import drafting
from .money import OWED_ACTS
from .rulings import rulings_beside
from .sheets import sheets_of
from .together import heard_of, others_of

Context = dict[str, Any]


def _proposal(actor: Actor, matter: Matter) -> Context:
    """The proposed decision, the notice it was told with, what the party said, the review."""
    case = case_of(matter)
    heard = heard_of(case)
    draft = heard.draft
    findings = findings_of_police if case.public_order else decision_findings
    return {
        "template": "workbench/beside/proposal.html",
        "case": case,
        "draft": draft,
        "items": proposal_lines(draft) if draft else [],
        "served": _served(case, draft),
        "together": others_of(actor, case),
        "agencies": agencies_told(case),
        "notice": heard.notice,
        "heard": heard,
        "review": latest_review(case),
        "fast_reviews": _fast_reviews(case),
        "rounds": rounds_of(case),
        "findings": findings(matter, clocks.current().today()),
        "restated": matter.steps.filter(code="restate_act_end").order_by("seq"),
        "documents": documents_of(matter),
        "evidence": case.evidence.select_related("checked_by").order_by("id"),
        "players": players(actor, matter, clocks.current()),
        "earlier": earlier_decisions(actor, case),
        "fined": fines_before(case),
        **_guide(case),
    }


def _fast_reviews(case: Case) -> list[FastReview]:
    """Return what was reviewed of a case that is handled fast; no query in any other."""
    fast = fast_of(case.matter, case) if case.public_order else None
    return list(fast.reviews.select_related("reviewed_by", "draft")) if fast else []


def _served(case: Case, draft: Draft | None) -> Execution | None:
    """Tell whether a proposed detention would be executed, and by which rule."""
    if draft is None or not case.public_order or not detention_days(draft.items):
        return None
    offender = latest_offender(case)
    return execution_of(case.matter, offender, draft, clocks.current().today())


def _recordings(actor: Actor, matter: Matter) -> Context:
    """What equipment recorded, by which device: all that its check and the telling speak of."""
    held = case_of(matter).evidence.select_related("checked_by").exclude(device="")
    return {"template": "workbench/beside/_evidence.html", "evidence": held.order_by("id")}


def _guide(case: Case) -> Context:
    """How each element of the cause's evidence guide is proven, and which are not."""
    standing = proof_of(case, clocks.current().today())
    return {"standing": standing, "gaps": gaps(standing)}


def _review(actor: Actor, matter: Matter) -> Context:
    """All that a reviewer needs: limits, materials, proposal, file, rounds, similar decisions."""
    today = clocks.current().today()
    similar = similar_decisions(actor, case_of(matter))
    return _proposal(actor, matter) | {
        "template": "workbench/beside/review.html",
        "limits": open_deadlines(matter),
        "margin": margin_of(matter, today),
        "materials": materials_of(matter, today),
        "signed": signatures_in(matter),
        "request": latest_request(case_of(matter)),
        "advice": advice_on(case_of(matter)),
        "exclusion": open_exclusion(case_of(matter)),
        "similar": [(d, item_lines(d.draft.items)) for d in similar],
    }


def _file(actor: Actor, matter: Matter) -> Context:
    """The party, the evidence and the documents so far."""
    case = case_of(matter)
    said = {
        step.code: step
        for step in matter.steps.filter(code__in=["propose_filing", "opine_on_filing"])
    }
    return {
        "template": "workbench/beside/file.html",
        "proposal": said.get("propose_filing"),
        "unit": said.get("opine_on_filing"),
        "case": case,
        "evidence": case.evidence.select_related("checked_by").order_by("id"),
        "players": players(actor, matter, clocks.current()),
        "documents": documents_of(matter),
        **_guide(case),
    }


def _refused(actor: Actor, matter: Matter) -> Context:
    """The file, and the refusal that was revoked: a second one may not say the same."""
    case = case_of(matter)
    revoked = PaperOverturn.objects.filter(document=case.instead_of_id).first()
    return _file(actor, matter) | {"refused": refused_before(case), "revoked": revoked}


def _kept(actor: Actor, matter: Matter) -> Context:
    """The file, and what the head is asked to let the handlers keep."""
    return _file(actor, matter) | {"asked": preservation_asked(matter)}


def _detention(actor: Actor, matter: Matter) -> Context | None:
    """What was decided and asked of a detention, and the deposits that stand for it."""
    case = case_of(matter)
    stands = deposit_standing(case)
    if stands.order is None:
        return None
    today = clocks.current().today()
    asked = stands.order.suspensions.select_related("deposit").order_by("-id")
    changed = None if stands.days == stands.order.days else changed_items(stands.order.decision)
    return {
        "template": "workbench/beside/detention.html",
        "stands": stands,
        "changed": changed,
        "beyond": served_beyond(stands, changed) if changed else 0,
        "execution": stands.execution,
        "running": None if stands.execution else running_elsewhere(case, today),
        "undone": [] if stands.execution else undone_elsewhere(case),
        "together": served_with(stands.execution, stands.ends),
        "applications": [(row, _became(row)) for row in asked],
    }


def _deputies(actor: Actor, matter: Matter) -> Context | None:
    """Of which congresses the party is a deputy, and what each permitted or was told."""
    rows = deputies_of(case_of(matter))
    if not rows:
        return None
    told = DeputyReport.objects.filter(deputy__in=rows).values_list("deputy", "reported_on")
    known = dict(told.order_by("id"))
    return {
        "template": "workbench/beside/deputies.html",
        "deputies": [(row, getattr(row, "permit", None), known.get(row.pk)) for row in rows],
    }


LEFT = {
    SuspensionState.GRANTED: "准予出所",
    SuspensionState.REFUSED: "不准出所",
    SuspensionState.ENDED: "已经回所，继续执行",
    SuspensionState.EVADED: "没有回所，逃避执行",
}


def _became(asked: DetentionSuspension) -> str:
    """Say what became of an application, to wait or to leave; "" before it is answered."""
    state = SuspensionState(asked.state)
    if state == SuspensionState.ASKED:
        return ""
    return LEFT.get(state, state.label) if asked.leave else str(state.label)


def _release(actor: Actor, matter: Matter) -> Context | None:
    """Original and rendition side by side, what the gate says, and every round so far.

    Before a round is drawn the panel shows what the system would hide by itself.
    """
    stands = standing_of(matter, clocks.current().today())
    if stands is None:
        return None
    rounds = releases_of(matter)
    waiting = rounds[0] if rounds and rounds[0].state == ReleaseState.DRAFTED else None
    kept: list[Redaction] = []
    if waiting is not None:
        data, register = waiting.data, waiting.hidden
        kept = list(waiting.redactions.filter(choice=Choice.KEEP))
    else:
        drawn = render(stands.decision)
        data, register = drawn.data, drawn.hidden
    return {
        "template": "workbench/beside/release.html",
        "wide": True,
        "stands": stands,
        "release": waiting,
        "rounds": rounds,
        "data": data,
        "fields": compared(stands.decision, data, register, kept) if data else [],
        "register": entries(register),
        "kept": kept,
        "limit": matter.deadlines.filter(code="publication-limit").order_by("-id").first(),
        "document": stands.decision.document,
        "attachments": [shown(one) for one in waiting_with_attachments(matter)],
    }


def _marking(actor: Actor, matter: Matter) -> Context | None:
    """The pages of the attachment whose boxes are being decided, each beside what comes out."""
    working = in_work(matter)
    if working is None:
        return None
    return {
        "template": "workbench/beside/attachment.html",
        "wide": True,
        "draws": True,
        "attachments": [shown(working)],
    }


COVERING = ("fileroom.lift_masks", "fileroom.add_mask", "fileroom.open_reading")


def _reading(actor: Actor, matter: Matter) -> Context:
    """What the party asked to read, what the law says of it, and the pages as it will see them."""
    reading = preparing(matter)
    return {
        "template": "workbench/beside/reading.html",
        "wide": reading is not None,
        "waiting": list(requests_waiting(matter)),
        "stage": stage_of(matter),
        "classes": [one for one in reading_rules().classes if not one.offered],
        "reading": reading,
        "parts": sheets_of(reading) if reading else [],
        "covering": [acts.service(code) for code in COVERING] if reading else [],
        "draws": reading is not None,
    }


def _money(actor: Actor, matter: Matter) -> Context | None:
    """What is owed, what came, and the surcharge as it stands: what acts about money speak of."""
    money = money_of(matter, clocks.current().today())
    return {"template": "workbench/beside/money.html", "money": money} if money else None


_beside: dict[str, Callable[[Actor, Matter], Context | None]] = {
    "cases.approve_filing": _file,
    "cases.refuse_filing": _file,
    "cases.refuse_again": _refused,
    "cases.opine_on_filing": _file,
    "cases.opine_on_investigation": _proposal,
    "cases.end_investigation": _file,
    "cases.name_cause": _file,
    "review.give_entry_opinion": _file,
    **dict.fromkeys(("cases.check_monitored", "cases.tell_monitored"), _recordings),
    **dict.fromkeys(("cases.split_case", "cases.release_party", "cases.take_up_split"), _file),
    "cases.approve_preservation": _kept,
    "cases.refuse_preservation": _kept,
    "documents.make_seizure_approval": _file,
    "cases.inform_party": _proposal,
    "cases.go_to_decision": _proposal,
    "cases.supplement_investigation": _proposal,
    "cases.send_back": _proposal,
    **dict.fromkeys(
        ("cases.hold_hearing", "cases.report_hearing", "cases.record_discussion"), _proposal
    ),
    "cases.issue_decision": _proposal,
    "cases.sign_common": _proposal,
    **dict.fromkeys(
        (
            "cases.propose_no_penalty",
            "cases.issue_no_penalty",
            "cases.inform_offender",
            "cases.inform_orally",
            "cases.review_fast",
            "cases.decide_public_order",
            "cases.decide_at_station",
            "cases.decide_not_to_punish",
        ),
        _proposal,
    ),
    "cases.close_case": _file,
    **dict.fromkeys(
        (
            "cases.execute_detention",
            "cases.note_with_child",
            "cases.tell_family",
            "cases.ask_suspension",
            "cases.grant_suspension",
            "cases.refuse_suspension",
            "cases.end_suspension",
            "cases.ask_leave",
            "cases.grant_leave",
            "cases.refuse_leave",
            "cases.end_leave",
            "cases.open_guarantor_case",
            "cases.take_deposit",
            "cases.refund_deposit",
            "cases.forfeit_deposit",
            "cases.deposit_to_treasury",
        ),
        _detention,
    ),
    **dict.fromkeys(
        ("cases.note_deputy", "cases.record_deputy_permit", "cases.report_deputy"), _deputies
    ),
    **dict.fromkeys(OWED_ACTS, _money),
    "publicity.add_box": _marking,
    "publicity.confirm_attachment": _marking,
    "publicity.draft_ruling": rulings_beside,
    "publicity.publish_ruling": rulings_beside,
    "publicity.return_ruling": rulings_beside,
    "publicity.withhold_ruling": rulings_beside,
    "publicity.draft_release": _release,
    "publicity.publish_decision": _release,
    "publicity.return_release": _release,
    "publicity.withhold": _release,
    "publicity.draft_correction": _release,
    "publicity.correct_publication": _release,
    "publicity.return_correction": _release,
    "fileroom.grant_reading": _reading,
    "fileroom.refuse_reading": _reading,
    "fileroom.lift_masks": _reading,
    "fileroom.add_mask": _reading,
    "fileroom.open_reading": _reading,
    "review.submit": _review,
    "review.submit_no_penalty": _review,
    "review.pass_review": _review,
    "review.return_for_supplement": _review,
    "review.reject": _review,
    "review.transfer": _review,
    "review.send_back_incomplete": _review,
    **dict.fromkeys(
        (
            "review.assign_reviewer",
            "review.recuse_reviewer",
            "review.extend_limit",
            "review.question",
            "review.resubmit",
            "review.resubmit_no_penalty",
            "review.answer_problems",
            "review.propose_consultation",
            "review.approve_consultation",
            "review.refuse_consultation",
            "review.reconsider",
            "review.agree_to_mend",
            "review.record_no_agreement",
            "review.pass_by_resolution",
            "review.resolve_to_mend",
            "review.consult_adviser",
            "review.file_advice",
            "cases.propose_exclusion",
            "cases.approve_exclusion",
            "cases.refuse_exclusion",
        ),
        _review,
    ),
}
# Acts that are answers to one question: one form, one draft, a button for each.
_together: dict[str, tuple[str, ...]] = {
    "cases.preservation": ("cases.approve_preservation", "cases.refuse_preservation"),
    "review.opinion": tuple(service.code for service in OUTCOME_ACTS.values()),
}


# What a form is called that ends in one of several answers: none is taken for granted.
QUESTIONS = {"cases.preservation": "审批先行登记保存", "review.opinion": "出具法制审核意见"}


def question_of(code: str) -> str:
    """Return the question to which an act is one of several answers, or ""."""
    return next((name for name, codes in _together.items() if code in codes), "")


def other_answers(code: str, actor: Actor, matter: Matter | None) -> list[Service[Any]]:
    """Return the acts by which the same form can be ended otherwise now."""
    codes = _together.get(question_of(code), ())
    if not codes or matter is None:
        return []
    offered = {offer.code for offer in next_acts(actor, matter, clocks.current())}
    return [acts.service(c) for c in codes if c in offered and c != code]


def beside(
    code: str, actor: Actor, matter: Matter | None, form: ActForm | None = None
) -> Context | None:
    """Return the panel beside an act's form, or None where the form stands alone."""
    if matter is None:
        return None
    if code == "cases.draft_decision":
        drafted = _file(actor, matter) | drafting(actor, matter, form)
        return drafted | {"template": "workbench/beside/drafting.html"}
    build = _beside.get(code)
    return build(actor, matter) if build is not None else None
