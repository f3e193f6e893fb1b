"""Whether a 治安 case may be handled fast, and whether it still may (快速办理)."""

from datetime import date, datetime

from gongjian.cases.beside import latest_assistance
from gongjian.cases.models import Case, Draft
from gongjian.cases.services.notice import hearing_right
from gongjian.common.clock import local_date
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter

from .fast_handling import FastHandling, FastReview
from .models import Offender
from .queries import known_minor, parameter

LIMIT = "police.fast_handling"
DETENTION_FROM = "police.fast_detention_days"
ARTICLE = "公安机关办理行政案件程序规定第四十一条"


def fast_of(matter: Matter, case: Case) -> FastHandling | None:
    """Return the fast handling that runs, or in which the case was decided.

    No query where the case never had its limit: the limits of a case are read anyway.
    """
    if all(row.code != LIMIT for row in deadlines_of(matter)):
        return None
    running = FastHandling.objects.filter(case=case, ended_at__isnull=True).first()
    if running is not None:
        running.case = case  # what is remembered of it is not read again
    return running


def excluded(case: Case, offender: Offender | None, draft: Draft | None, now: datetime) -> str:
    """Return why the case is shut out of fast handling by what is known; "" where it is not.

    Source: 公安机关办理行政案件程序规定 第四十条、第四十一条.
    """
    on = local_date(now)
    if not case.party.natural:
        return "当事人是单位，没有到案的人，不能快速办理"
    if told := _of_person(case, offender, on):
        return f"{told}，不适用快速办理（{ARTICLE}第一项）"
    if offender is not None and not offender.pleaded:
        return (
            "查明的情况中没有“如实陈述、承认违法事实、愿意接受处罚”，不能快速办理"
            "（公安机关办理行政案件程序规定第四十条）"
        )
    return _of_draft(case, draft, on) if draft is not None and draft.items else ""


def _of_person(case: Case, offender: Offender | None, on: date) -> str:
    found = latest_assistance(case)
    if known_minor(case, offender, on) or (found is not None and found.minor):
        return "违法嫌疑人是未成年人"
    if found is not None and found.sign:
        return "违法嫌疑人有听力或者言语残疾"
    if found is not None and found.limited:
        return "违法嫌疑人可能不能辨认或者不能完全辨认自己的行为"
    return ""


def _of_draft(case: Case, draft: Draft, on: date) -> str:
    most = int(parameter(case.matter, DETENTION_FROM, on))
    if (draft.days or 0) >= most:
        return f"拟处行政拘留{draft.days}日，{most}日以上的不适用快速办理（{ARTICLE}第三项）"
    if hearing_right(case.matter, case, draft):
        return f"拟作出的处罚依法应当适用听证程序，不适用快速办理（{ARTICLE}第二项）"
    return ""


def unfit(fast: FastHandling, offender: Offender | None, draft: Draft | None, now: datetime) -> str:
    """Return why a case that is handled fast must turn to ordinary handling; "" where nothing asks.

    Source: 公安机关办理行政案件程序规定 第四十一条、第四十七条、第四十八条.
    """
    if now > fast.due_at:
        return "自到案起已超过四十八小时，没有作出处理决定"
    return excluded(fast.case, offender, draft, now)


def fast_reviewed(fast: FastHandling | None, draft: Draft | None) -> bool:
    """Tell whether a fast case was reviewed as it would be decided; true where none is handled so.

    What is within the scope of legal review passes that review, which stands above the article.

    Source: 公安机关办理行政案件程序规定 第四十四条.
    """
    if fast is None or draft is None:
        return True
    found = FastReview.objects.filter(fast=fast, draft_hash=draft.draft_hash)
    return found.exists()
