"""Where a person finds what an act made: one table, from the kind of row to its page.

The rows themselves cannot say it: the apps below know of no page.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from gongjian.accounts.models import User
from gongjian.cases.models import Case, Decision, Evidence, ScopeChange, SecretCase
from gongjian.cases.secrecy import visible_secret_cases
from gongjian.channels.models import (
    Channel,
    CreditBatch,
    PersonsReceiver,
    PersonsTaking,
    PushReceipt,
    Witness,
)
from gongjian.common.acts import Actor
from gongjian.documents.models import Template
from gongjian.exante.announcements.models import Announcement
from gongjian.exante.checks.models import CheckDraw, CheckPlan, CheckSeat, CheckTarget
from gongjian.exante.models import (
    Adjustment,
    Board,
    BodyReview,
    BodyVerdict,
    ListConfirmation,
    ListUrge,
    OpenList,
    Roster,
    StatedItem,
    Withholding,
)
from gongjian.insight.models import AnnualReport, PublicReport
from gongjian.intake.models import Clue
from gongjian.matters.models import Matter, ProcessVersion, Succession
from gongjian.orgs.models import (
    Absence,
    Agency,
    Assignment,
    Certificate,
    Deputyship,
    FactorDuty,
    Officer,
    OfficerPhoto,
    ReviewBody,
    Reviewer,
    Training,
    Unit,
)
from gongjian.parties.models import Party
from gongjian.payments.models import BankReceipt, PaymentPurpose, Reconciliation
from gongjian.publicity.models import (
    Attachment,
    AttachmentBox,
    DisplayRule,
    PublicationYear,
    TextJudgement,
)
from gongjian.review.models import (
    Adviser,
    AdviserAppraisal,
    NormativeDocument,
    OutsideRequest,
)

from .models import DemoClock
from .review_desk import may_read as may_review
from .review_desk import may_submit

Place = Callable[[Actor, Any], str]


def place_of(actor: Actor, row: object, matter: Matter | None) -> str:
    """Return the address at which this person sees what an act has made.

    Acts on a matter lead back to its page; rows without a page of their own to the home page.
    """
    if matter is not None and isinstance(row, AttachmentBox):
        return reverse("workbench:matter_act", args=[matter.uid, "publicity.confirm_attachment"])
    if matter is not None and isinstance(row, Attachment):
        return f"{_matter(matter)}?tab=publicity"
    if matter is not None and isinstance(row, Evidence) and row.device:
        return f"{_matter(matter)}?tab=evidence"
    if matter is not None and not isinstance(row, SecretCase | Matter | Decision):
        return _matter(matter)
    place = PLACES.get(type(row)) if isinstance(row, Model) else None
    return place(actor, row) if place else reverse("workbench:home")


def _at(name: str, by: str = "", **query: str) -> Place:
    """Return a place: the page of this name; `by` and `query` name the row's own values in it."""

    def place(actor: Actor, row: Any) -> str:
        address = reverse(f"workbench:{name}", args=[_value(row, by)] if by else ())
        asked = urlencode({key: _value(row, path) for key, path in query.items()})
        return f"{address}?{asked}" if asked else address

    return place


def _value(row: Any, path: str) -> Any:
    for part in path.split("."):
        row = getattr(row, part)
    return row


def _matter(matter: Matter) -> str:
    return reverse("workbench:matter", args=[matter.uid])


def _decision(actor: Actor, row: Decision) -> str:
    matter = row.case.matter
    on_spot = row.on_spot_id is not None
    return reverse("workbench:on_spot", args=[matter.uid]) if on_spot else _matter(matter)


def _list_urge(actor: Actor, row: ListUrge) -> str:
    """Lead who urged back to the supervision, and who answered to the lists."""
    return reverse(f"workbench:{'supervision' if 'supervisor' in actor.roles else 'lists'}")


def _secret(actor: Actor, row: SecretCase) -> str:
    """Show the line to whom it names; who only entered it is not among them."""
    if visible_secret_cases(actor).filter(pk=row.pk).exists():
        return reverse("workbench:secret_case", args=[row.uid])
    return reverse("workbench:secret_cases")


def _review_or(name: str, otherwise: str) -> Place:
    """Return a page of legal review, and another for those who do not read them."""
    return lambda actor, row: reverse(f"workbench:{name if may_review(actor) else otherwise}")


_people = _at("people")
_review = _review_or("review", "people")


def _elsewhere(actor: Actor, row: Any) -> str:
    """Show what was submitted beside the cases to whoever reviews, or submits, such things."""
    reads = may_review(actor) or may_submit(actor)
    return reverse(f"workbench:{'review_elsewhere' if reads else 'home'}")


PLACES: Mapping[type[Model], Place] = {
    Absence: _at("leave"),
    Adjustment: _at("lists"),
    Adviser: _elsewhere,
    AdviserAppraisal: _elsewhere,
    Agency: _people,
    AnnualReport: _at("annual_report", "uid"),
    Announcement: _at("announcements"),
    Assignment: _people,
    BankReceipt: _at("receipts"),
    PaymentPurpose: _at("receipts"),
    Board: _at("boards"),
    BodyReview: lambda actor, row: reverse("workbench:list", args=["body-review"]),
    BodyVerdict: lambda actor, row: reverse("workbench:list", args=["body-review"]),
    Case: _at("matter", "matter.uid"),
    Certificate: _people,
    Channel: _at("channel", "uid"),
    CheckDraw: _at("checks"),
    CheckPlan: _at("checks"),
    CheckSeat: _at("checks"),
    CheckTarget: _at("checks"),
    Clue: _at("clue", "uid"),
    CreditBatch: _at("credit_batch", "uid"),
    Decision: _decision,
    DemoClock: _at("home"),
    Deputyship: _at("leave"),
    DisplayRule: _at("publication_register"),
    FactorDuty: _people,
    ListConfirmation: _at("list", "list.kind"),
    ListUrge: _list_urge,
    Matter: _at("matter", "uid"),
    NormativeDocument: _elsewhere,
    Officer: _people,
    OfficerPhoto: _people,
    OpenList: _at("list", "kind"),
    OutsideRequest: _elsewhere,
    Party: _at("home"),
    ProcessVersion: _people,
    PersonsReceiver: _at("channels"),
    PersonsTaking: _at("credit_batch", "batch.uid"),
    PublicationYear: _at("evaluation", year="year"),
    PublicReport: _at("annual_report", "report.uid"),
    PushReceipt: _at("channel", "channel.uid"),
    Reconciliation: _at("reconciliation", day="day"),
    ReviewBody: _review,
    Reviewer: _review,
    Roster: _at("boards"),
    ScopeChange: _review_or("review_catalogue", "home"),
    SecretCase: _secret,
    StatedItem: _at("list", "kind"),
    Succession: _at("handover"),
    TextJudgement: _at("leaks"),
    Template: lambda actor, row: reverse("documents:templates"),
    Training: _review,
    Unit: _people,
    User: _people,
    Witness: _at("channels"),
    Withholding: _at("lists"),
}
