"""What an officer in the street needs: the form in its parts, the limits, the paper just made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from gongjian.cases.models import Decision
from gongjian.cases.papers import item_lines
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services import PenalizeOnSpot
from gongjian.cases.services.scene_cause import scene_verdict
from gongjian.cases.services.scene_rows import items_of
from gongjian.cases.standing import items_now
from gongjian.cases.weighing import Verdict
from gongjian.catalog.citing import cited
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound
from gongjian.documents.paper.qr import svg
from gongjian.documents.queries import qr_of
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts, open_deadlines
from gongjian.orgs.models import Agency, Certificate
from gongjian.orgs.queries import certificate_valid
from gongjian.recording.services import add_recording
from gongjian.ui.fields import FormField, FormRows, walk
from gongjian.ui.forms import ActForm

PENALIZE, TURN = "cases.penalize_on_spot", "cases.turn_to_ordinary"
POLICE = "public-security"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form; `aside` ones stand folded, `police` ones only where police serve."""

    title: str
    names: tuple[str, ...]
    aside: bool = False
    police: bool = False


PARTS = (
    Part("当事人", ("party_kind", "party_name", "id_number")),
    Part(
        "单位、个体工商户的代码和负责人，地址和电话",
        ("uscc", "legal_representative", "address", "phone"),
        aside=True,
    ),
    Part(
        "违法行为",
        (
            *("cause_code", "cause", "acted_at", "place", "facts", "evidence_kind", "evidence"),
            *("self_recorded", "violated", "basis", "certain"),
        ),
    ),
    Part("对照裁量基准", ("circumstances", "base_fen")),
    Part("处罚内容", ("penalty", "amount_fen")),
    Part(
        "法定情形、偏离裁量基准的理由",
        ("grounds", "grounds_proof", "deviation_reason"),
        aside=True,
    ),
    Part("责令改正、裁量理由", ("correction", "correct_by", "corrected", "discretion"), aside=True),
    Part(
        "表明身份、告知、听取陈述申辩",
        ("second", "identity_shown", "dressed", "told", "publication_told", "spoke"),
    ),
    Part("没有按规定着装", ("unshown_because",), aside=True),
    Part("当事人同一日已被罚款", ("own_act",), aside=True),
    Part("当事人需要翻译", ("needs_interpreter", "interpreter"), aside=True),
    Part("当事人说了什么、怎样复核的", ("said", "checked", "adopted"), aside=True),
    Part(
        "治安案件", ("public_order", "alone_agreed", "recording", "victim"), aside=True, police=True
    ),
    Part("由他人签收或者拒绝签收", ("receiver", "refused", "refusal"), aside=True),
    Part(
        "不适用简易程序的情形（勾选其中一项，就应当转为普通程序）",
        ("minor", "public_interest", "social_risk", "major_rights", "complex"),
        aside=True,
    ),
)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its fields; `open` where a folded one must be seen."""

    title: str
    aside: bool
    open: bool
    fields: list[FormField | FormRows]


def parts_of(form: ActForm, agency: Agency | None) -> list[ShownPart]:
    """Return the fields of the form in their parts, in the order of the street.

    A field is left out where the form does not ask it: nobody else is there to be the second.
    """
    fields = {f.name: f for f in form.shown}
    police = agency is not None and agency.domain == POLICE
    found = []
    for part in PARTS:
        if part.police and not police:
            continue
        mine = [fields[name] for name in part.names if name in fields]
        if not mine:  # without a cause of the catalogue nothing is weighed
            continue
        told = any(f.error or (isinstance(f, FormField) and not f.blank) for f in walk(mine))
        found.append(ShownPart(part.title, part.aside, told, mine))
    return found


def limits_of(agency: Agency | None, today: date) -> list[tuple[str, int, str]]:
    """Return the highest fines on the spot here: for whom, in fen, by which rule."""
    if agency is None:
        return []
    rules = profile(agency.profile)
    wanted = (("公民、个体工商户", "summary.max_citizen_fen"), ("单位", "summary.max_org_fen"))
    found = [(who, rules.parameter(code, agency.domain, on=today)) for who, code in wanted]
    rows = [(who, int(limit.number), limit.citation) for who, limit in found]
    if agency.domain == POLICE:
        limit = rules.parameter("summary.max_citizen_fen", "public-order", on=today)
        rows.append(("违反治安管理", int(limit.number), limit.citation))
    return rows


def weighed_on_scene(agency: Agency | None, form: ActForm, today: date) -> Verdict | None:
    """Return what the benchmark says of what is typed; None without a cause, or too early."""
    cmd: PenalizeOnSpot = form.peek()
    if agency is None or not cmd.cause_code or not cmd.penalty:
        return None
    return scene_verdict(agency, cmd, items_of(cmd), today)


RECAP = (
    "party_name",
    "cause_code",
    "cause",
    "facts",
    "penalty",
    "amount_fen",
    "second",
    "spoke",
    "refused",
)


def articles_of(told: Verdict) -> list[tuple[str, str]]:
    """Return the articles that the cause cites, for the officer to say them to the party."""
    roles = (("violated", "违反的条款"), ("basis", "处罚依据"))
    return [(label, cited(a for a in told.cause.articles if a.role == r)) for r, label in roles]


def recap(form: ActForm) -> list[tuple[str, str]]:
    """Return what matters most of what was typed, for a last look before it is done."""
    fields = {f.name: f for f in form.shown if isinstance(f, FormField)}
    typed = [fields[name] for name in RECAP if name in fields and not fields[name].blank]
    return [(field.spec.label, _said(field)) for field in typed]


def _said(field: FormField) -> str:
    if field.kind == "check":
        return "是"
    shown = dict(field.choices).get(field.value, field.value)
    return f"{shown}{field.spec.unit}"


def agency_of(actor: Actor) -> Agency | None:
    """Return the agency of who acts."""
    return Agency.objects.filter(pk=actor.agency or 0).first()


def may_penalize(actor: Actor, clock: Clock) -> bool:
    """Tell whether the form of a penalty on the spot is for this person today."""
    service = acts.service(PENALIZE)
    return acts.may(actor, service) and not service.unmet(actor, None, clock)


def carried(actor: Actor, today: date) -> Certificate | None:
    """Return the certificate this person may show today."""
    return certificate_valid(actor.officer, today) if actor.officer is not None else None


def pass_code(token: str) -> str:
    """Return the QR code that leads whoever scans it to the live check of a certificate."""
    return svg(f"{settings.GONGJIAN_PUBLIC_URL.rstrip('/')}/o/{token}", scales=True)


def made_on_spot(matter: Matter) -> Decision:
    """Return the decision of a penalty on the spot.

    Raises:
        NotFound: the matter is not one.
    """
    decision = decision_of(case_of(matter))
    if decision is None or decision.on_spot is None:
        raise NotFound("这个案件不是当场处罚的案件，请从“案件”列表进入")
    return decision


def paper_context(actor: Actor, matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return what the screen after the penalty shows: number, code, file, what comes next."""
    decision = made_on_spot(matter)
    document = decision.document
    today = clock.today()
    return {
        "matter": matter,
        "decision": decision,
        "document": document,
        "items": item_lines(items_now(decision)),
        "ready": any(file.format == "pdf" for file in document.files.all()),
        "qr": qr_of(document),
        "offers": next_acts(actor, matter, clock),
        "deadlines": [(d, (d.due_on - today).days) for d in open_deadlines(matter)],
        "again": may_penalize(actor, clock),
        "may_record": matter.closed_at is None and acts.may(actor, add_recording, matter),
        "today": today,
    }
