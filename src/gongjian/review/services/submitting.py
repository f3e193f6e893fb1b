"""Submitting a case for legal review (送审)."""

from dataclasses import dataclass

from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.excluding import rests_on_standing
from gongjian.cases.services.joint import stands_alone
from gongjian.cases.services.party import all_heard
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.queries import standing_documents
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.review.materials import missing_materials
from gongjian.review.models import Request
from gongjian.review.papers import submission
from gongjian.review.queries import rejected_draft


@dataclass(frozen=True)
class Submit:
    summary: str = fields.text("送审说明", max_length=2000, help="案件的主要问题、处理意见和理由")


@act("review.submit", title="送法制审核")
def submit(*, act: Act, cmd: Submit) -> Request:
    """Submit the latest draft with everything in the file.

    Source: 行政处罚法 第五十八条; XM4.3.4; LF3.5.
    """
    return _submitted(act, cmd.summary)


@dataclass(frozen=True)
class Resubmit:
    summary: str = fields.text(
        "再次送审说明", max_length=2000, help="针对审核指出的问题，作了哪些处理"
    )


@act("review.resubmit", title="再次送审")
def resubmit(*, act: Act, cmd: Resubmit) -> Request:
    """Submit again what was returned; the review's limit goes on from where it stopped.

    Source: DZ11(2); HN27; 国办发〔2018〕118号 （十三）.
    """
    return _submitted(act, cmd.summary)


@dataclass(frozen=True)
class SubmitNoPenalty:
    summary: str = fields.text(
        "不予处罚的送审说明", max_length=2000, help="查明的事实、不予处罚的情形和依据、处理意见"
    )


@act("review.submit_no_penalty", title="不予处罚送法制审核")
def submit_no_penalty(*, act: Act, cmd: SubmitNoPenalty) -> Request:
    """Submit a proposal not to punish, where the place asks that it be reviewed.

    Source: 国办发〔2018〕118号 四（十三）; LF3.3(2); DZ10; HN25.
    """
    return _submitted(act, cmd.summary)


@dataclass(frozen=True)
class ResubmitNoPenalty:
    summary: str = fields.text(
        "不予处罚的再次送审说明", max_length=2000, help="针对审核指出的问题，作了哪些处理"
    )


@act("review.resubmit_no_penalty", title="不予处罚再次送审")
def resubmit_no_penalty(*, act: Act, cmd: ResubmitNoPenalty) -> Request:
    """Submit again a proposal not to punish; the review's limit goes on from where it stopped.

    Source: DZ11(2); HN27; 国办发〔2018〕118号 （十三）.
    """
    return _submitted(act, cmd.summary)


def _submitted(act: Act, summary: str) -> Request:
    matter: Matter = act.matter
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None:
        raise RuleBroken("还没有拟定处罚决定，不能送审")
    materials = list(standing_documents(matter))
    request = Request(
        case=case,
        draft=draft,
        round=Request.objects.filter(case=case).count() + 1,
        summary=summary,
        materials=[{"uid": str(d.uid), "title": d.title, "hash": d.data_hash} for d in materials],
        submitted_by_id=act.officer,
        submitted_at=act.now,
    )
    matter.review_opened_at = matter.review_opened_at or act.now
    act.write(request)
    make(act, "review-submission", submission(act, request, materials))
    return request


def materials_complete(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for every material of the list. Source: 国办发〔2018〕118号 （十四）; XM4.3.4; LF3.5."""
    missing = missing_materials(matter, clock.today())
    if not missing:
        return ""
    return f"送审材料不齐，缺少：{'、'.join(missing)}。请补齐后再送审"


def redone(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for another draft after a rejection. Source: XM4.3.4（不予核准）."""
    case = case_of(matter)
    rejected, draft = rejected_draft(case), latest_draft(case)
    if not rejected or draft is None or draft.draft_hash != rejected:
        return ""
    return "这一稿已被不予核准，不能原样再次送审。请重新拟定处罚决定并重新告知"


for _service in (submit, resubmit, submit_no_penalty, resubmit_no_penalty):
    for _test in (certified, all_heard, rests_on_standing, materials_complete, redone):
        _service.requires(_test)

for _service in (submit_no_penalty, resubmit_no_penalty):
    _service.requires(stands_alone)
