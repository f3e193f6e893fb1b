"""Decisions other than penalties before the gate: which papers they are, what may be shown of them.

Shown are agency, object, category and conclusion, never the file: less than of a penalty.

Source: 国办发〔2018〕118号 二（六）; DZ4(1); KM2.1.3(1); HN6; 政府信息公开条例 第十五条.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.choices import NoPenaltyGround
from gongjian.cases.goods import said_in
from gongjian.cases.models import Case, Delivery, Overturn
from gongjian.cases.public_order.rules import of_public_order
from gongjian.cases.queries import case_of
from gongjian.common.clock import local_date
from gongjian.common.money import yuan
from gongjian.common.text import shorten
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.payments.models import SurchargeDecision
from gongjian.payments.models.proxy import ProxyPaper
from gongjian.remedies.queries import surcharge_stands

from .choices import Answer, ItemKind, ItemState, ReleaseState
from .gate import GONE, PUBLIC_ORDER, closed_by_rows, facts_about, with_findings
from .models import SETTLED, PublicRuling, RulingRound
from .redaction import Hidden, names_in
from .rendition import (
    SUMMARY_LENGTH,
    Redactor,
    Rendition,
    hidden_kinds,
    identifying,
    kept_in,
    party_shown,
)
from .rules import Verdict, publication_gate

SCHEMA = "gongjian.publication.ruling/1"
LIMIT = "publication.other"
CHECK = "复核其他执法决定的公示内容"
# Which papers are decisions that are published beside the penalty, and of what kind each is.
KINDS: Mapping[str, ItemKind] = {
    "no-penalty-decision": ItemKind.NO_PENALTY,
    "unpunished-decision": ItemKind.NO_PENALTY,
    "seizure-decision": ItemKind.COERCIVE_MEASURE,
    "urgent-seizure-decision": ItemKind.COERCIVE_MEASURE,
    "seizure-extension": ItemKind.COERCIVE_MEASURE,
    "seizure-release": ItemKind.COERCIVE_MEASURE,
    "surcharge-decision": ItemKind.COERCIVE_EXECUTION,
    "proxy-decision": ItemKind.COERCIVE_EXECUTION,
}
# What these grounds tell of a person is nobody's business. Source: 个人信息保护法 第二十八条.
OF_PERSON = frozenset(
    str(ground.label)
    for ground in (
        NoPenaltyGround.UNDER_14,
        NoPenaltyGround.NO_CAPACITY,
        NoPenaltyGround.BLIND_DEAF,
    )
)
SURCHARGED = (
    "《中华人民共和国行政处罚法》第七十二条第一款第一项、《中华人民共和国行政强制法》第四十五条"
)


@dataclass(frozen=True, slots=True)
class RulingStanding:
    """A decision other than a penalty before the gate."""

    document: Document
    kind: ItemKind
    case: Case
    facts: Mapping[str, Any]
    verdict: Verdict
    delivered_on: date | None
    # The case's own rows close it, whatever a person finds: then nobody has to settle anything.
    closed_by_rows: bool

    @property
    def sealed(self) -> bool:
        return bool(self.facts["public_order"] or self.facts["domain"] == PUBLIC_ORDER)

    @property
    def decided_on(self) -> date:
        return local_date(self.document.made_at)


def rulings_in(matter: Matter) -> QuerySet[Document]:
    """Return the papers of a matter that are such decisions and stand, oldest first."""
    made = Document.objects.filter(matter=matter, kind__in=KINDS, copy_of=None)
    numbered = made.filter(serial__isnull=False).exclude(state=DocumentState.VOID)
    return numbered.select_related("overturn").order_by("pk")


def standing_before(
    document: Document, case: Case, today: date, findings: Mapping[str, Any] | None = None
) -> RulingStanding:
    """Return how such a decision stands before the gate; `findings` can only add grounds."""
    kind = KINDS[document.kind]
    known = facts_about(case, kind, today)
    closed = closed_by_rows(known)
    facts = with_findings(known, findings or {})
    if of_public_order(_basis(document.kind, said_in(document))):
        facts["public_order"] = True
    verdict = publication_gate(facts, table("publication-gate", case.matter.profile))
    if hasattr(document, "overturn"):
        why = f"{document.title}{document.overturn.get_ground_display()}"
        verdict = Verdict(Answer.WITHHOLD, GONE, why, verdict.version)
    elif kind == ItemKind.COERCIVE_EXECUTION and (gone := _penalty_gone(case)):
        why = f"处罚决定{gone.get_ground_display()}"
        verdict = Verdict(Answer.WITHHOLD, GONE, why, verdict.version)
    delivered = _delivered_on(document, kind)
    return RulingStanding(document, kind, case, facts, verdict, delivered, closed)


def _penalty_gone(case: Case) -> Overturn | None:
    """Return what took the penalty out of force on which its enforcement rests."""
    return Overturn.objects.filter(decision__case=case, decision__void=False).first()


def open_rulings(matter: Matter, today: date) -> list[RulingStanding]:
    """Return what is neither published nor settled nor closed by the rows themselves."""
    settled = RulingRound.objects.filter(document__matter=matter, state__in=SETTLED)
    papers = list(rulings_in(matter).exclude(pk__in=settled.values("document")))
    if not papers:
        return []
    case = case_of(matter)
    last = last_findings(matter)
    found = (standing_before(one, case, today, last.get(one.pk)) for one in papers)
    return [one for one in found if not one.closed_by_rows]


def last_findings(matter: Matter) -> dict[int, Mapping[str, Any]]:
    """Return what was found in the newest round of each decision, by id of its paper."""
    rounds = RulingRound.objects.filter(document__matter=matter).order_by("round")
    return dict(rounds.values_list("document", "findings"))


def rounds_of(matter: Matter) -> list[RulingRound]:
    """Return every round of such decisions of a matter, newest first; one query."""
    rounds = RulingRound.objects.filter(document__matter=matter).order_by("-id")
    return list(rounds.select_related("document", "drafted_by", "checked_by", "item"))


def waiting_rounds(matter: Matter) -> list[RulingRound]:
    """Return the rounds that wait for the second person, oldest first."""
    rounds = RulingRound.objects.filter(document__matter=matter, state=ReleaseState.DRAFTED)
    return list(rounds.select_related("document", "drafted_by").order_by("id"))


def rulings_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that a draft waits for the second person; no query where nothing was ruled."""
    if matter.ruled_on is None:
        return
    for one in waiting_rounds(matter):
        yield "publication_checker", CHECK, due_on(matter, local_date(one.document.made_at))


def shown_rulings(matter: Matter) -> list[PublicRuling]:
    """Return what is on the portal of such decisions of a matter."""
    shown = PublicRuling.objects.filter(document__matter=matter, state=ItemState.LIVE)
    return list(shown.select_related("document").order_by("id"))


def due_on(matter: Matter, decided_on: date) -> date:
    """Return the last day to publish such a decision, by the place's rules (LIMIT)."""
    return profile(matter.profile).due(LIMIT, decided_on, matter.domain).due_on


def render_ruling(
    document: Document, case: Case, also_hide: Iterable[str] = (), summary: str = ""
) -> Rendition:
    """Draw the public text of such a decision; what may identify somebody is hidden, all of it."""
    said, kind = said_in(document), KINDS[document.kind]
    if document.kind == "surcharge-decision":
        said = {**said, "surcharge": surcharge_stands(document.pk)}
    conclusion, basis = _conclusion(document.kind, said), _basis(document.kind, said)
    terms, kept = (
        tuple(identifying(case, document, also_hide)),
        tuple(kept_in(case, document.number)),
    )
    likely: dict[str, Hidden] = {}
    for text in (conclusion, basis, case.cause):
        likely |= names_in(text, terms, kept)
    redactor = Redactor(terms, kept, likely=likely)
    party = party_shown(case.party, redactor)
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": str(kind),
        "kind_label": str(kind.label),
        "paper": document.title,
        "number": document.number,
        "agency": case.matter.agency.name,
        "domain": case.matter.domain,
        "party": party,
        "cause": redactor.text("cause", case.cause),
        "conclusion": redactor.text("conclusion", conclusion),
        "basis": redactor.text("basis", basis),
        "decided_on": local_date(document.made_at).isoformat(),
    }
    named = document.title.removesuffix("书")
    told = f"{data['agency']}对{party['name']}作出{named}。{data['conclusion']}"
    written = redactor.text("summary", summary) if summary else told
    data["summary"] = shorten(written, SUMMARY_LENGTH)
    data["hidden"] = hidden_kinds(redactor.hidden)
    title = shorten(f"{party['name']} {document.title}", 300)
    shown = shorten(data["conclusion"], 400)
    return Rendition(data, redactor.hidden, title, party["name"], shown, data["summary"])


def fit_to_tell(document: Document, case: Case, text: str) -> bool:
    """Tell whether a text that people write for the public holds nothing that must be hidden."""
    redactor = Redactor(
        tuple(identifying(case, document, ())), tuple(kept_in(case, document.number))
    )
    return redactor.text("text", text) == text


def _conclusion(paper: str, said: Mapping[str, Any]) -> str:
    """Return the conclusion in short. Source: 国办发〔2018〕118号 二（六）（执法结论）."""
    if KINDS[paper] == ItemKind.NO_PENALTY:
        ground = str(said["ground"]).split("。")[0]
        return "不予处罚" if ground in OF_PERSON else f"不予处罚：{ground}"
    if paper == "proxy-decision":
        return f"代履行：{said['thing']}，{said['way']}"
    if KINDS[paper] == ItemKind.COERCIVE_EXECUTION:
        return f"加处罚款 {_money(said['surcharge'])}（处罚决定{said['decision_number']}）"
    if paper == "seizure-extension":
        return f"查封（扣押）期限延长{said['seize_extension_term']}（{said['seizure_number']}）"
    goods = "、".join(said["goods"])
    if paper == "seizure-release":
        return f"解除查封（扣押）（{said['seizure_number']}）：{goods}"
    return f"{said['measure']}：{goods}；期限{said['seize_term']}"


def _basis(paper: str, said: Mapping[str, Any]) -> str:
    if str(said.get("ground", "")).split("。")[0] in OF_PERSON:
        return "《中华人民共和国行政处罚法》"  # the article would tell what the ground hides
    if known := said.get("basis"):
        return str(known)
    if KINDS[paper] == ItemKind.COERCIVE_EXECUTION:
        return SURCHARGED
    article = "第二十五条" if paper == "seizure-extension" else "第二十七条、第二十八条"
    return f"《中华人民共和国行政强制法》{article}"


def _money(said: Any) -> str:
    return f"{yuan(said).removesuffix('.00')}元" if isinstance(said, int) else str(said)


def _delivered_on(document: Document, kind: ItemKind) -> date | None:
    """Return the day the party had it; a measure is handed over on the spot.

    Source: 行政强制法 第二十四条第一款（当场交付）; 行政处罚法 第六十一条.
    """
    served = Delivery.objects.filter(document=document).values_list("served_on", flat=True)
    if (day := served.first()) is not None:
        return day
    if kind == ItemKind.COERCIVE_MEASURE:
        return local_date(document.made_at)
    papers = ProxyPaper if document.kind == "proxy-decision" else SurchargeDecision
    late = papers._default_manager.filter(document=document)
    return late.values_list("served_on", flat=True).first()
