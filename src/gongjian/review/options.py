"""The lists of legal review that a form asks about, item by item."""

from typing import Any

from gongjian.cases.queries import case_of
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency
from gongjian.ui.options import options

from .checks import check_items, items_of, problems_in
from .models import Adviser, NormativeDocument, OutsideRequest
from .pool import advisers_for
from .queries import companions, free_reviewers, problem_opinion


@options("review.check")
def checks(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the items of the checklist of the matter's jurisdiction."""
    assert isinstance(matter, Matter)
    return [(i.code, i.label) for i in check_items(matter.profile, clocks.current().today())]


@options("review.free_reviewer")
def reviewers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may take the review of this case over."""
    assert isinstance(matter, Matter)
    free = free_reviewers(matter, clocks.current().today())
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in free]


@options("review.problem")
def problems(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the problems that the last opinion found."""
    assert isinstance(matter, Matter)
    opinion = problem_opinion(case_of(matter))
    found = problems_in(opinion.findings) if opinion else []
    return [(one["item"], f"{one['label']}：{one['remark']}") for one in found]


@options("review.adviser")
def advisers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the advisers on whom this case may draw."""
    assert isinstance(matter, Matter)
    known = advisers_for(matter.agency, clocks.current().today())
    return [(str(a.uid), f"{a.name}（{a.get_kind_display()}，{a.fields}）") for a in known]


@options("review.own_adviser")
def own_advisers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the advisers of the person's own agency."""
    known = Adviser.objects.filter(agency=actor.agency or 0, to_on__isnull=True)
    return [(str(a.uid), f"{a.name}（{a.employer}）") for a in known.order_by("id")]


@options("review.outside_node")
def nodes(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the nodes outside this system that the person's jurisdiction wants reviewed."""
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    if agency is None:
        return []
    on = clocks.current().today()
    return [(i.code, i.label) for i in items_of("review.outside_nodes", agency.profile, on)]


@options("review.outcome")
def outcomes(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the outcomes of review of the person's jurisdiction."""
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    return [(o.code, o.label) for o in profile(agency.profile).outcomes] if agency else []


@options("review.outside_request")
def requests(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the requests from outside that wait for an answer."""
    waiting = OutsideRequest.objects.filter(agency=actor.agency or 0, outcome="").order_by("id")
    return [(str(r.uid), f"{r.label} {r.number}") for r in waiting]


def _documents(**state: Any) -> Any:
    def listed(actor: Actor, matter: Any) -> list[tuple[str, str]]:
        found = NormativeDocument.objects.filter(agency=actor.agency or 0, **state).order_by("id")
        return [(str(d.uid), d.title) for d in found]

    return listed


options("review.normative_submitted")(_documents(outcome=""))
options("review.normative_lawful")(_documents(outcome="lawful", issued_on__isnull=True))
options("review.normative_issued")(_documents(issued_on__isnull=False, filed_on__isnull=True))
options("review.normative_filed")(_documents(filed_on__isnull=False, receipt_on__isnull=True))


@options("review.companion")
def beside_reviewer(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may question beside the reviewer."""
    assert isinstance(matter, Matter)
    known = companions(matter, actor.officer or 0, clocks.current().today())
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in known]
