"""Reads on who reviews: the named body, the named reviewers, their number and qualification."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from gongjian.common.db.prepared import prepared_first
from gongjian.jurisdiction.parameters import Parameter
from gongjian.jurisdiction.profiles import profile

from .choices import ExamLevel, TrainingKind
from .models import Agency, Officer, ReviewBody, Reviewer, Training
from .queries import valid_officers
from .rules import reviewers_needed

NATIONAL, POLICE = "national", "police_intermediate"
ENOUGH = frozenset({ExamLevel.INTERMEDIATE, ExamLevel.ADVANCED})


def running(on: date) -> Q:
    """Return what runs on a day, for rows with `from_on` and `to_on` (the first day without)."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))


def review_body(agency: Agency | int, on: date) -> ReviewBody | None:
    """Return the unit named to review for an agency."""
    return _named(agency if isinstance(agency, int) else agency.pk, on)


@prepared_first
def _named(agency: int, on: date) -> QuerySet[ReviewBody]:
    return ReviewBody.objects.filter(running(on), agency=agency).select_related("unit")


def reviewers_of(agency: Agency | int, on: date) -> QuerySet[Reviewer]:
    """Return the reviewers on the register who serve on a day, by entry."""
    pk = agency if isinstance(agency, int) else agency.pk
    serving = Q(officer__left_on__isnull=True) | Q(officer__left_on__gt=on)
    found = Reviewer.objects.filter(running(on), serving, officer__agency=pk)
    return found.select_related("officer__unit").order_by("from_on", "id")


def reviewer_problem(officer: Officer | None, on: date) -> str:
    """Return why an officer may not review on a day, or "".

    Source: 行政处罚法 第五十八条第二款; XM4.3.1; KM2.3.1.
    """
    if officer is None:
        return "只有法制审核人员可以出具审核意见"
    entry = officer.reviewing.filter(running(on)).order_by("-id").first()
    if entry is None:
        return f"{officer.name}不在本机关法制审核人员名册上，不能从事法制审核"
    return unqualified(entry, officer, officer.agency.profile, on)


def unqualified(entry: Reviewer, officer: Officer, profile_code: str, on: date) -> str:
    """Return which qualification of the jurisdiction a reviewer lacks, or "".

    Source: 行政处罚法 第五十八条第二款（初次从事审核）; XM4.3.1（中级以上执法资格）.
    """
    asked = profile(profile_code).parameter("review.qualification", on=on).items
    codes = {str(item["code"]) for item in asked if isinstance(item, dict)}
    if NATIONAL in codes and entry.first_time and not officer.legal_qualification:
        return f"{officer.name}初次从事法制审核，没有登记国家统一法律职业资格，不能从事法制审核"
    if POLICE in codes and entry.exam_level not in ENOUGH:
        return f"{officer.name}没有通过中级以上执法资格考试，不能从事法制审核"
    return ""


def training_days(officers: Iterable[int], year: int) -> Counter[int]:
    """Return the days of reviewers' training that began in a year, for each officer; one query."""
    held = Training.objects.filter(officer__in=officers, kind=TrainingKind.REVIEWER)
    sums = held.filter(began_on__year=year).values_list("officer").annotate(days=Sum("days"))
    return Counter(dict(sums))


@dataclass(frozen=True, slots=True)
class ReviewerFigure:
    """One figure about an agency's reviewers beside what its rules ask; short: a warning."""

    label: str
    value: str
    asked: str
    source: str
    short: bool


def reviewer_figures(agency: Agency, on: date) -> list[ReviewerFigure]:
    """Return ratio, qualified share and training of an agency's reviewers, each with its rule.

    Figures warn; they stop nothing. Source: 国办发〔2018〕118号 （十一）; DZ9(1); KM2.3.1; LF3.2.
    """
    rules = profile(agency.profile)
    officers = valid_officers(agency, on).count()
    listed = list(reviewers_of(agency, on))
    ratio = rules.parameter("review.min_ratio", on=on)
    least = rules.parameter("review.min_count", on=on)
    needed = reviewers_needed(officers, float(ratio.number), int(least.number))
    share = rules.parameter("review.qualified_share", on=on)
    lawyers = sum(1 for entry in listed if entry.officer.legal_qualification)
    figures = [
        ReviewerFigure(
            "法制审核人员",
            f"{len(listed)}人（持证执法人员{officers}人）",
            f"不少于{needed}人",
            f"{ratio.citation}；{least.citation}",
            len(listed) < needed,
        ),
        ReviewerFigure(
            "具有国家统一法律职业资格",
            f"{lawyers}人",
            f"不少于{round(float(share.number) * 100)}%",
            share.citation,
            lawyers < float(share.number) * len(listed),
        ),
    ]
    return [*figures, *_training(listed, rules.parameter("training.reviewer_days", on=on), on)]


def _training(listed: Sequence[Reviewer], days: Parameter, on: date) -> Iterator[ReviewerFigure]:
    """Yield who has not yet had this year's days, where the profile asks for any."""
    asked = int(days.number)
    if not asked:
        return
    held = training_days([entry.officer_id for entry in listed], on.year)
    behind = [e.officer.name for e in listed if held[e.officer_id] < asked]
    yield ReviewerFigure(
        "本年度培训未满的审核人员",
        "、".join(behind) or "无",
        f"每人不少于{asked}天",
        days.citation,
        bool(behind),
    )
