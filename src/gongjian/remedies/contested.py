"""Which decisions of a case stand open to review and lawsuit, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gongjian.cases.choices import REFUSALS, GoodsFate, PaperGround
from gongjian.cases.correcting import ORDER
from gongjian.cases.goods import KEEPING, SEIZING
from gongjian.cases.models import (
    Decision,
    Delivery,
    GoodsDisposal,
    InformantTold,
    Overturn,
    PaperOverturn,
)
from gongjian.cases.public_order.queries import unpunished_by
from gongjian.cases.queries import case_of, decision_of, spared_by
from gongjian.common.clock import local_date
from gongjian.common.errors import NotFound
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from .choices import Challenged

SPARING = frozenset({"deliver_no_penalty", "deliver_unpunished"})
SEIZED = frozenset({"seize", "seize_at_once"})
LIST = "collected-goods-list"
SURCHARGE = "surcharge-decision"
REFUSED = frozenset({"refuse_filing", "refuse_again"})
# By these ways of the list something is taken for good from whoever held it.
TAKEN_BY_LIST = (GoodsFate.COLLECT, GoodsFate.RECOVER)


@dataclass(frozen=True, slots=True)
class Contested:
    """One decision of a case that reached whom it concerns; `fallen`: it is out of force."""

    challenged: Challenged
    paper: Document
    reached_on: date
    decision: Decision | None = None
    fallen: bool = False

    @property
    def on_spot(self) -> bool:
        """Whether it punished on the spot: then review comes first (行政复议法 第二十三条)."""
        return self.decision is not None and self.decision.on_spot_id is not None

    @property
    def of_the_party(self) -> bool:
        """Whether it concerns the party: what was not filed concerns who reported it."""
        return self.challenged != Challenged.NOT_FILED

    @property
    def label(self) -> str:
        return f"{self.paper.title} {self.paper.number}".strip()


def contested(matter: Matter) -> list[Contested]:
    """Return the decisions of a matter that law opens to review and lawsuit, the penalty first.

    Made and delivered; nothing is asked of the database for what the matter's history has not.

    Whether evidence that is only registered and kept may be challenged by itself, the body or the
    court decides that is asked: it is registered all the same.

    Source: 行政复议法 第十一条; 行政诉讼法 第十二条; 行政强制法 第八条、第四十五条;
    治安管理处罚法 第一百二十一条; 公安机关办理行政案件程序规定 第二百三十三条.
    """
    taken = frozenset(history_of(matter))
    found = list(_penalty(matter))
    rest = [one for one in found if one.challenged == Challenged.SURCHARGE]
    found = [one for one in found if one not in rest]
    if not SPARING.isdisjoint(taken):
        rest += _spared(matter)
    if not SEIZED.isdisjoint(taken):
        rest += _on_paper(matter, Challenged.SEIZURE, SEIZING)
    if "preserve" in taken:
        rest += _on_paper(matter, Challenged.PRESERVED, KEEPING)
    if "dispose_goods" in taken and case_of(matter).public_order:
        rest += _on_paper(matter, Challenged.COLLECTED, (LIST,))
    if "forfeit_deposit" in taken:
        rest += _on_paper(matter, Challenged.DEPOSIT, ("deposit-forfeiture",))
    if "deliver_correction" in taken:
        rest += _on_paper(matter, Challenged.CORRECTION, (ORDER,))
    if not REFUSED.isdisjoint(taken):
        rest += _on_paper(matter, Challenged.NOT_FILED, REFUSALS)
    return [*found, *(_as_it_stands(rest) if rest else ())]


def the_contested(matter: Matter, paper: UUID) -> Contested:
    """Return the decision that a person picked.

    Raises:
        NotFound: the matter has none of this name that is open to challenge.
    """
    found = next((one for one in contested(matter) if one.paper.uid == paper), None)
    if found is None:
        raise NotFound("没有这项已经作出并送达的决定，请从列表中选择")
    return found


def served_on(decision: Decision) -> date | None:
    """Return the day on which a decision reached the party."""
    return _served(decision.document_id)


def gone(decision: Decision) -> bool:
    """Tell whether a decision was revoked or replaced."""
    return Overturn.objects.filter(decision=decision).exists()


def _served(document: int) -> date | None:
    handed = Delivery.objects.filter(document=document)
    return handed.values_list("served_on", flat=True).first()


def _penalty(matter: Matter) -> Iterator[Contested]:
    """Yield the penalty, then what was added to it as it was not paid: it falls with it.

    One query for the days of all of them.
    """
    decision = decision_of(case_of(matter))
    if decision is None:
        return
    own = Q(document=decision.document_id) | Q(document__matter=matter, document__kind=SURCHARGE)
    served = dict(Delivery.objects.filter(own).values_list("document", "served_on"))
    on = served.pop(decision.document_id, None)
    if on is None:
        return
    fallen = gone(decision)
    yield Contested(Challenged.PENALTY, decision.document, on, decision, fallen)
    for paper in Document.objects.filter(pk__in=served).order_by("id") if served else ():
        yield Contested(Challenged.SURCHARGE, paper, served[paper.pk], fallen=fallen)


def _spared(matter: Matter) -> Iterator[Contested]:
    case = case_of(matter)
    made = unpunished_by(case) if case.public_order else spared_by(case)
    served = _served(made.document_id) if made else None
    if made is not None and served is not None:
        yield Contested(Challenged.SPARED, made.document, served)


def _on_paper(matter: Matter, kind: Challenged, papers: tuple[str, ...]) -> Iterator[Contested]:
    """Yield what is handed over as it is made, unless another day is on record.

    Source: 行政强制法 第十八条第九项、第二十四条; 治安管理处罚法 第九十条.
    """
    rows = Document.objects.filter(matter=matter, kind__in=papers, state=DocumentState.ISSUED)
    if kind == Challenged.COLLECTED:
        listed = GoodsDisposal.objects.filter(case__matter=matter, way__in=TAKEN_BY_LIST)
        rows = rows.filter(pk__in=listed.values("document"))
    told = InformantTold.objects.filter(case__matter=matter, document__isnull=False)
    days: dict[int | None, date] = (
        dict(told.values_list("document", "told_on")) if kind == Challenged.NOT_FILED else {}
    )
    if kind == Challenged.CORRECTION:
        served = Delivery.objects.filter(case__matter=matter).values("document")
        rows = rows.filter(pk__in=served)
    for paper in rows.order_by("id"):
        reached = _served(paper.pk) or days.get(paper.pk) or local_date(paper.made_at)
        yield Contested(kind, paper, reached)


def _as_it_stands(found: list[Contested]) -> Iterator[Contested]:
    """Yield them with what fell marked; what was only found unlawful can still be challenged."""
    papers = [one.paper.pk for one in found]
    rows = PaperOverturn.objects.filter(document__in=papers).exclude(ground=PaperGround.UNLAWFUL)
    fallen = frozenset(rows.values_list("document", flat=True))
    for one in found:
        fell = one.fallen or one.paper.pk in fallen
        yield Contested(one.challenged, one.paper, one.reached_on, fallen=fell)
