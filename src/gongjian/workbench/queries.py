"""Reads for the workbench pages: each starts from what the person may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from gongjian.cases.choices import FilingKind
from gongjian.cases.earlier import earlier_decisions
from gongjian.cases.informants import informant_of, told_of
from gongjian.cases.known import who_stands_beside
from gongjian.cases.models import ArchivedFile, GoodsHandover, PartyFiling
from gongjian.cases.papers import proposal_lines, stands_changed
from gongjian.cases.queries import case_number, case_of, entry_of, filings_of, overturn_of
from gongjian.cases.retention import kept_for, retention_of
from gongjian.cases.services import (
    archive_file,
    change_handler,
    hand_over_goods,
    move_to_secret,
    take_back_from_justice,
    tell_informant,
    write_refusal,
)
from gongjian.cases.services.claiming import answer_goods_claim
from gongjian.cases.services.party import issue_query_code
from gongjian.cases.services.recusing import answer_recusal
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared
from gongjian.documents.catalogue import signed_by_people
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.queries import (
    any_issued,
    know_files,
    know_signatures,
    signed_on_screen,
    voidable_by,
)
from gongjian.fileroom.queries import preparing
from gongjian.matters.choices import Duty
from gongjian.matters.correcting import WINDOW, corrections_of, newest_steps
from gongjian.matters.correcting import shown as shown_steps
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Correction, Matter, Recusal, Step, Succession, Todo
from gongjian.matters.queries import (
    next_acts,
    open_deadlines,
    open_pauses,
    position_of,
    warning_of,
    words_of,
)
from gongjian.matters.succession import spans_of, successions_of
from gongjian.process import charts
from gongjian.process.ways import strip_of
from gongjian.recording.models import Recording
from gongjian.recording.queries import by_step, players
from gongjian.recording.services import add_recording
from gongjian.review.liability import fault_rules, liability_of
from gongjian.review.naming import in_local_words
from gongjian.review.queries import rounds_of
from gongjian.ui.pager import first_page, page

from .ahead import awaited, blocked_acts, pressing, towards
from .beside import question_of
from .companions import companions_context
from .evidence import evidence_tab
from .further import further_context
from .inbox import place_names
from .ordering import refused_told
from .review_desk import not_passing
from .risks import risks_of

TABS: Mapping[str, str] = {
    "steps": "经过",
    "documents": "文书",
    "evidence": "证据",
    "sound": "音像",
    "proposal": "处罚",
    "money": "缴款",
    "remedies": "救济",
    "liability": "责任",
    "publicity": "公示",
    "record": "存证",
}
MOST_NOTES = 2
MOST_BUTTONS = 2  # in the head of a page: the other acts are folded
SHOWN_OF_A_DOCUMENT = ("uid", "matter_id", "kind", "title", "number", "state", "made_at")
LISTED_OF_A_DOCUMENT = (*SHOWN_OF_A_DOCUMENT, "outward", "void_reason")
DOCUMENTS_SHOWN = 30
MENDING = ("matters.correct_step", "matters.approve_correction", "matters.refuse_correction")


def matter_context(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return head, place, next acts, deadlines and risks of a matter's page."""
    today = clock.today()
    process = process_of(matter)
    position = position_of(matter, clock)
    offers = next_acts(actor, matter, clock, position)
    main = [o for o in offers if not o.step.side and not o.step.exceptional]
    beside = [o for o in offers if o.step.side or o.step.exceptional]
    here = frozenset(matter.marking)
    onward = [o for o in main if not process.leads_back(o.step, here)]
    blocked = [] if onward or matter.closed_at else blocked_acts(actor, matter, clock, position)
    toward = [] if onward else towards(blocked, beside, position)
    deadlines = open_deadlines(matter)
    owed = {d.code: warning_of(d.due_on, today) for d in deadlines if d.duty != Duty.PARTY}
    due = [o for o in beside if o not in toward and awaited(o.step, owed)]
    # What is not urgent, as to lift a seizure, comes after the way onward.
    now = [o for o in due if pressing(o.step, owed)]
    told = [
        *(onward + now + toward),
        *(o for o in main if o not in onward),
        *(o for o in due if o not in now),
    ]
    kept = retention_of(matter) if matter.closed_at else None
    filings = list(filings_of(matter))
    return {
        "actor": actor,
        "matter": matter,
        "case": case_of(matter),
        "entry": entry_of(case_of(matter)),
        "filed_as": case_number(matter),
        "place": place_names(matter),
        "main_acts": told[:MOST_BUTTONS],
        # Of several answers to one question none is put forward.
        "onward": bool(onward or toward or now) and not any(question_of(o.code) for o in told[:1]),
        "waits": not main,
        "side_acts": [
            *told[MOST_BUTTONS:],
            *(o for o in beside if not o.step.group and o not in due + toward),
        ],
        "paper_acts": [o for o in offers if o.step.group and o not in due + toward],
        "blocked": [(step.name, reasons) for step, reasons in blocked]
        + not_passing(actor, matter, clock, offers),
        "strip": strip_of(process, position.history, here),
        "risks": risks_of(matter, deadlines, today),
        "pauses": [(*p.label.rpartition("：")[::2], p.began_on) for p in open_pauses(matter)],
        "deadlines": [(d, warning_of(d.due_on, today), (d.due_on - today).days) for d in deadlines],
        # A right of the party that has run out is over: what still asks for something comes first.
        "nearest": min(deadlines, key=lambda d: d.is_right and d.due_on < today, default=None),
        "earlier": earlier_decisions(actor, case_of(matter)),
        **further_context(actor, case_of(matter)),
        **companions_context(actor, matter, case_of(matter), clock),
        "beside_the_party": who_stands_beside(matter)["beside"],
        "overturn": overturn_of(case_of(matter)) if matter.decided_on else None,
        "stands": stands_changed(matter),
        "kept": kept,
        "kept_for": kept_for(matter, kept) if kept else "",
        **after_the_end(actor, matter, clock),
        "filings": filings,
        "reading_act": reading_act(actor, matter) if _asks_to_read(filings) else "",
        "may_issue_code": acts.may(actor, issue_query_code, matter),
        **informant_told(actor, matter, clock),
        **refused_told(actor, matter, clock),
        "may_answer": acts.may(actor, answer_recusal, matter),
        "may_answer_goods": acts.may(actor, answer_goods_claim, matter),
        "recusals": _recusals(matter),
        "waiting": "" if matter.closed_at else waits_for(matter),
        "formerly": [span for span in spans_of(matter) if span.until],
        # Whether anybody can take it over is six queries: the form says so.
        "may_change_handler": not matter.closed_at and acts.may(actor, change_handler, matter),
        "may_move_to_secret": acts.may(actor, move_to_secret, matter)
        and not move_to_secret.unmet(actor, matter, clock),
        "today": today,
    }


@prepared
def _recusals(matter: Matter) -> QuerySet[Recusal]:
    return Recusal.objects.filter(matter=matter).select_related("officer")


def informant_told(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return whether somebody reported the case by name and was told; one query or two, or none."""
    if informant_of(matter) is None:
        return {}
    told = told_of(matter)
    owed = told is None and acts.may(actor, tell_informant, matter)
    may_tell = owed and not matter.closed_at and not tell_informant.unmet(actor, matter, clock)
    return {"informant": True, "told": told, "may_tell": may_tell}


def _asks_to_read(filings: Iterable[PartyFiling]) -> bool:
    return any(f.kind == FilingKind.READING and f.answered_at is None for f in filings)


def reading_act(actor: Actor, matter: Matter) -> str:
    """Return the act that answers a request to read the file now; "" for who may not."""
    code = "fileroom.open_reading" if preparing(matter) else "fileroom.grant_reading"
    return code if acts.may(actor, acts.service(code), matter) else ""


def after_the_end(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return what is left to do once a case has ended, and its file in the archive."""
    if matter.closed_at is None:
        return {}
    left: list[Service[Any]] = [
        write_refusal,
        tell_informant,
        hand_over_goods,
        take_back_from_justice,
        archive_file,
    ]
    mine = [s for s in left if acts.may(actor, s, matter) and not s.unmet(actor, matter, clock)]
    archived = ArchivedFile.objects.filter(case__matter=matter).select_related("archived_by")
    goods = GoodsHandover.objects.filter(transfer__case__matter=matter)
    return {"left": mine, "archived": archived.first(), "goods": goods.first()}


def flow_context(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return the whole flowchart of a matter's procedure, with how far it has come."""
    position = position_of(matter, clock)
    told: dict[str, Any] = {
        "done": set(position.history),
        "now": frozenset(matter.marking),
        "possible": [o.step.code for o in next_acts(actor, matter, clock, position)],
    }
    process = in_local_words(process_of(matter), matter.profile)
    whole: dict[str, str] = {
        medium: charts.flowchart_svg(process, width=medium, **told) for medium in charts.MEDIA
    }
    fits = charts.fits_a_page(whole["paper"])
    return {"actor": actor, "matter": matter, "process": process, "fits": fits, **whole}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A step as it happened, with what was written and made."""

    step: Step
    notes: list[tuple[str, str]]
    documents: list[Document]
    corrections: list[Correction]
    changes: list[Succession]
    recordings: list[Recording]


def waits_for(matter: Matter) -> str:
    """Return whom a matter waits for and for what, in words; one query."""
    roles = process_of(matter).roles
    return "；".join(f"{roles.get(t.role, t.role)}：{t.step}" for t in _todos(matter))


@prepared
def _todos(matter: Matter) -> QuerySet[Todo]:
    return Todo.objects.filter(matter=matter).order_by("id")


def timeline_window(matter: Matter, before: int | None = None) -> dict[str, Any]:
    """Return at most thirty steps, newest first, before a given one."""
    window = newest_steps(matter) if before is None else _before(matter, before)
    more = len(window) > WINDOW
    shown = window[:WINDOW]
    moments = [step.at for step in shown]
    made: dict[Any, list[Document]] = {}
    documents = _made_in(matter, min(moments), max(moments)) if moments else []
    know_files(matter, documents)
    for document in documents:
        made.setdefault(document.made_at, []).append(document)
    mended: dict[int, list[Correction]] = {}
    for row in corrections_of(matter):
        mended.setdefault(row.step_id, []).append(row)
    changed = _between(matter, window, before)
    filmed = by_step(matter, shown)
    rows = [
        TimelineRow(
            s,
            words_of(s)[:MOST_NOTES],
            _made(s, made),
            mended.get(s.pk, []),
            changed.get(s.pk, []),
            filmed.get(s.pk, []),
        )
        for s in shown
    ]
    return {"rows": rows, "older": shown[-1].seq if more else None}


@prepared
def _before(matter: Matter, seq: int) -> QuerySet[Step]:
    return shown_steps(Step.objects.filter(matter=matter, seq__lt=seq))


@prepared
def _made_in(matter: Matter, since: datetime, until: datetime) -> QuerySet[Document]:
    made = Document.objects.filter(matter=matter, made_at__gte=since, made_at__lte=until)
    return made.order_by("id").only(*SHOWN_OF_A_DOCUMENT)


def _between(
    matter: Matter, window: Sequence[Step], before: int | None
) -> Mapping[int, list[Succession]]:
    """Return the changes of a seat after each step and before the next one, newest first."""
    changes = list(reversed(successions_of(matter)))
    if not changes:
        return {}
    newer = matter.steps.filter(seq=before).first() if before is not None else None
    end = newer.at if newer else None
    told: dict[int, list[Succession]] = {}
    for step in window:
        told[step.pk] = [c for c in changes if c.at >= step.at and (end is None or c.at < end)]
        end = step.at
    return told


def mending(actor: Actor, matter: Matter) -> list[Service[Any]]:
    """Return what this person may do about the correction of recorded steps."""
    services = [acts.service(code) for code in MENDING]
    allowed = [s for s in services if acts.may(actor, s, matter)]
    return [s for s in allowed if not s.unmet(actor, matter, clocks.current())]


def _made(step: Step, known: Mapping[Any, list[Document]]) -> list[Document]:
    """Return the documents of a step: of several steps at one moment only the one that made it."""
    return [document for document in known.get(step.at, []) if document.kind in step.made]


def tab_context(actor: Actor, matter: Matter, tab: str, after: str = "") -> dict[str, Any]:
    """Return what the open tab shows, and what this person may do about it there.

    `after` is the token of a page of documents, evidence or recordings.
    """
    if tab == "steps":
        return timeline_window(matter) | {"mending": mending(actor, matter)}
    if tab == "documents":
        return _documents_tab(actor, matter, after)
    if tab in {"money", "remedies", "publicity", "record"}:
        return {}
    if tab == "sound":
        shown = players(actor, matter, clocks.current(), after)
        may_add = matter.closed_at is None and acts.may(actor, add_recording, matter)
        return {"players": shown.rows, "pages": shown.pages, "may_add": may_add}
    if tab == "liability":
        today = clocks.current().today()
        return {
            "liability": liability_of(matter, case_of(matter), today),
            "fault_rules": fault_rules(matter, today),
        }
    case = case_of(matter)
    if tab == "evidence":
        return evidence_tab(actor, matter, after)
    versions = list(case.drafts.select_related("drafted_by"))
    if several := [d for d in versions if d.act_count]:  # once for all versions
        prefetch_related_objects(several, "positions")
    drafts = [(d, proposal_lines(d)) for d in versions]
    return {"drafts": drafts, "rounds": rounds_of(case), "notices": case.notices.all()}


def _documents_tab(actor: Actor, matter: Matter, after: str) -> dict[str, Any]:
    order = ("id",)
    if after:
        shown = page(_listed(matter), order=order, after=after, size=DOCUMENTS_SHOWN)
    else:
        shown = first_page(_first_documents(matter), order=order, size=DOCUMENTS_SHOWN)
    know_files(matter, shown.rows, scans=True)
    know_signatures(shown.rows)
    may_void = acts.may(actor, acts.service("documents.void_document"), matter)
    return {
        "documents": shown.rows,
        "pages": shown,
        "issued_some": issued_among(shown.rows) or any_issued(matter),
        "may_attach": acts.may(actor, acts.service("documents.attach_scan"), matter),
        "to_sign": signed_by_people(),
        "voidable": {d.pk for d in voidable_by(actor, matter, shown.rows)} if may_void else set(),
    }


def issued_among(documents: Iterable[Document]) -> bool:
    return any(document.state == DocumentState.ISSUED for document in documents)


@prepared
def _first_documents(matter: Matter) -> QuerySet[Document]:
    return _listed(matter).order_by("id")[: DOCUMENTS_SHOWN + 1]


def _listed(matter: Matter) -> QuerySet[Document]:
    every = Document.objects.filter(matter=matter).only(*LISTED_OF_A_DOCUMENT)
    return every.annotate(on_screen=signed_on_screen())
