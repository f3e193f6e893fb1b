"""What was found wrong with a running case, gathered for its page: nothing is reckoned here anew.

Every line leads to the place where the finding is told in full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.cases.apart import acts_of
from gongjian.cases.checking import decision_findings
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft, latest_notice
from gongjian.cases.recorded import unrecorded
from gongjian.cases.services.public_order.deciding import findings_of_police
from gongjian.cases.weighing import standing_of
from gongjian.catalog.proving import gaps
from gongjian.documents.catalogue import signed_by_people
from gongjian.documents.checking import Severity
from gongjian.documents.queries import unsigned_papers
from gongjian.matters.choices import Duty, Warning
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import warning_of
from gongjian.review.limits import margin_of

SHOWN = 3  # of one kind: the rest is told as a number


@dataclass(frozen=True, slots=True)
class Risk:
    """One finding: how grave ("late", "near" or ""), what it is, and where it is told."""

    tone: str
    what: str
    told: str
    place: str


def risks_of(matter: Matter, deadlines: Sequence[Deadline], today: date) -> list[Risk]:
    """Return what was found, the gravest first; [] once a case has ended.

    Evidence and draft only until the decision. At most five queries, and those of the check before
    the signature (`decision_findings`) once a notice has been served.
    """
    if matter.closed_at is not None:
        return []
    found = [*_limits(matter, deadlines, today), *_papers(matter)]
    if matter.decided_on is None:
        case = case_of(matter)
        found += [*_evidence(case, today), *_draft(case), *_check(matter, case, today)]
    return sorted(found, key=lambda risk: ("late", "near", "").index(risk.tone))


def _limits(matter: Matter, deadlines: Sequence[Deadline], today: date) -> Iterator[Risk]:
    for limit in deadlines:
        if limit.duty == Duty.PARTY or limit.is_right:
            continue
        warned = warning_of(limit.due_on, today)
        if warned == Warning.LATE:
            yield Risk("late", limit.label, f"已超期 {(today - limit.due_on).days} 日", "#limits")
        elif warned == Warning.NEAR:
            yield Risk("near", limit.label, f"{limit.due_on:%Y-%m-%d} 到期", "#limits")
    reviewed = any(limit.code == "review-limit" for limit in deadlines)
    margin = margin_of(matter, today, deadlines) if reviewed else None
    if margin and not margin.kept:
        told = f"审核应在 {margin.end_by:%Y-%m-%d} 前完成，才能为审批留出 {margin.days} 个工作日"
        yield Risk("near", "法制审核时间不足", told, "#limits")


def _papers(matter: Matter) -> Iterator[Risk]:
    if told := unrecorded(matter):
        yield Risk("near", "查封、扣押的文书不全", told, "?tab=documents#content")
    papers = [f"《{paper.title}》" for paper in unsigned_papers(matter, signed_by_people())]
    if papers:
        yield Risk("", "没有签名件", _some(papers), "?tab=documents#content")


def _evidence(case: Case, today: date) -> Iterator[Risk]:
    weak = [f"{one.element.name}（{one.label}）" for one in gaps(standing_of(case, today))]
    if weak:
        yield Risk("", f"证据：{len(weak)} 个要件不足", _some(weak), "?tab=evidence#content")


def _draft(case: Case) -> Iterator[Risk]:
    draft = latest_draft(case)
    if draft is None:
        return
    place = "?tab=proposal#content"
    for act in acts_of(draft):
        kept = act.benchmark or {}
        if act.deviates:
            yield Risk("near", "偏离裁量基准", kept.get("headline", ""), place)
        elif act.mitigated:
            yield Risk("near", "减轻处罚：低于法定下限", kept.get("headline", ""), place)
    if draft.cites_beyond:
        yield Risk("", "引用的条款与案由目录不同", draft.citation_reason, place)


def _check(matter: Matter, case: Case, today: date) -> Iterator[Risk]:
    notice = latest_notice(case) if latest_draft(case) else None
    if notice is None or not notice.served_on:
        return
    checked = (findings_of_police if case.public_order else decision_findings)(matter, today)
    findings = sorted(checked, key=lambda one: one.severity != Severity.ERROR)
    for one in findings[:SHOWN]:
        tone = "late" if one.severity == Severity.ERROR else "near"
        yield Risk(tone, f"签发前核对：{one.where}", one.message, "?tab=proposal#content")
    if (more := len(findings) - SHOWN) > 0:
        yield Risk("", f"签发前核对：还有 {more} 处", "", "?tab=proposal#content")


def _some(names: Sequence[str]) -> str:
    told = "、".join(names[:SHOWN])
    return f"{told}等 {len(names)} 项" if len(names) > SHOWN else told
