"""Experts' opinions, which the police show to both sides within days (鉴定意见告知双方)."""

import json
from datetime import date

from gongjian.cases.choices import EvidenceKind
from gongjian.cases.models import Case, Evidence
from gongjian.cases.public_order.models import Victim
from gongjian.cases.queries import case_of
from gongjian.common.acts import Act
from gongjian.documents.events import DocumentVoided
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, reopen_beside, start_beside

LIMIT = "police.appraisal_copy"
SHOW = "将鉴定意见告知双方"
COMMISSION, NOTICE = "appraisal-commission", "appraisal-result-notice"


def opinions_owed(act: Act, event: ActDone) -> None:
    """Let the limit follow what an act did to an opinion or to those who must see it.

    An opinion counts from the day on which it was obtained. Source: 公安机关办理行政案件程序规定
    第九十七条第二款; police.appraisal_copy.
    """
    matter = event.matter
    if event.moved and matter.closed_at is not None:
        if _sets(matter, act.today):
            end_beside(act, LIMIT, met=False)  # nobody can be shown anything any more
    elif any(_concerns(row) for row in act.begun):
        _settle(act)


def notice_of_opinion_fell(act: Act, event: DocumentVoided) -> None:
    """Let the limit run on that a notice had met which is declared void."""
    if event.document.kind in (COMMISSION, NOTICE):
        _settle(act)


def _concerns(row: object) -> bool:
    if isinstance(row, Document):
        return row.kind in (COMMISSION, NOTICE)
    if isinstance(row, Evidence):
        return row.kind == EvidenceKind.EXPERT_OPINION
    return isinstance(row, Victim)


def _sets(matter: Matter, on: date) -> bool:
    return bool(profile(matter.profile).layers(LIMIT, matter.domain, on))


def _settle(act: Act) -> None:
    matter: Matter = act.matter
    if not _sets(matter, act.today):
        return
    begins = _unseen_since(matter, case_of(matter))
    last = matter.deadlines.filter(code=LIMIT).order_by("-id").first()
    if begins is None:
        end_beside(act, LIMIT)
    elif last is None or last.starts_on != begins:
        start_beside(act, LIMIT, begins)
    elif last.state == DeadlineState.MET:
        reopen_beside(act, LIMIT)


def _unseen_since(matter: Matter, case: Case) -> date | None:
    """Return when the oldest opinion was obtained that somebody who must see it has not seen.

    Only of experts whom the police asked: no notice can be made of another opinion. A notice
    names one opinion in words alone, so each tells the person it is made out to of one more.
    """
    papers = list(standing_documents(matter).filter(kind__in=(COMMISSION, NOTICE)))
    if all(paper.kind != COMMISSION for paper in papers):
        return None
    told = [json.loads(p.data)["fields"]["party_name"] for p in papers if p.kind == NOTICE]
    persons = [case.party.name, *case.victims.values_list("name", flat=True)]
    seen = min(sum(name in whom for whom in told) for name in persons)
    opinions = Evidence.objects.filter(case=case, kind=EvidenceKind.EXPERT_OPINION)
    own = opinions.filter(origin__isnull=True).order_by("obtained_on", "id")
    return own.values_list("obtained_on", flat=True)[seen : seen + 1].first()
