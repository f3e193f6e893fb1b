"""Telling who reported a case by name that it was filed, or not (告知实名举报人)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases import papers
from gongjian.cases.choices import ToldBy
from gongjian.cases.informants import LIMIT, informant_of
from gongjian.cases.models import InformantTold
from gongjian.cases.queries import case_of
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter, Step
from gongjian.matters.services import end_beside, start_beside

from .people import certified
from .refusing import first_clue

REFUSAL = "filing-refusal-notice"


def owe_telling(act: Act) -> None:
    """Let the time run in which the informant is told, where the rules of the field set one.

    Source: 市场监督管理投诉举报处理暂行办法 第三十一条第二款; informant-limit.
    """
    matter: Matter = act.matter
    if informant_of(matter) is None:
        return
    if profile(matter.profile).layers(LIMIT, matter.domain, act.today):
        start_beside(act, LIMIT, act.today)


@dataclass(frozen=True)
class WriteRefusal:
    told_to: str = fields.line(
        "告知谁", max_length=100, secret=True, help="实名投诉人、举报人或者移送线索的机关"
    )
    basis: str = fields.line("不予立案的依据", max_length=200, help="写全称和条、款、项")


@act("cases.write_refusal", title="制作不予立案告知书", step=False)
def write_refusal(*, act: Act, cmd: WriteRefusal) -> Document:
    """Make the notice of a refusal that has none: who reported it applies for review on it.

    Before the refusal it was a paper of the procedure; whoever found then that nobody wrote it
    could not make up for it.

    Source: 行政处罚法 第五十四条第二款; 行政复议法 第十一条.
    """
    matter: Matter = act.matter
    step = _refusal(matter)
    assert step is not None  # asked below
    clue, reason = first_clue(case_of(matter)), str(step.data["reason"])
    return make(act, REFUSAL, papers.filing_refusal(act, clue, cmd, reason))


write_refusal.requires(certified)


@write_refusal.requires
def _refused_without_paper(actor: Actor, matter: Matter, clock: Clock) -> str:
    if _refusal(matter) is None:
        return "没有不予立案的决定，不能制作告知书"
    if standing_documents(matter).filter(kind=REFUSAL).exists():
        return "不予立案告知书已经制作"
    return ""


@write_refusal.prefilled
def _who_reported(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    clue = informant_of(matter)
    return {"told_to": clue.informant} if clue else {}


def _refusal(matter: Matter) -> Step | None:
    """Return the refusal to file of an ordinary case; in a 治安 case its act makes the notice."""
    if case_of(matter).public_order or "not_filed" not in matter.marking:
        return None
    return matter.steps.filter(code="refuse_filing").order_by("seq").last()


@dataclass(frozen=True)
class TellInformant:
    told_on: date = fields.day("告知日期")
    way: str = fields.choice("告知方式", ToldBy.choices)
    content: str = fields.text(
        "告知的内容",
        max_length=1000,
        help="写明是否立案；不予立案的写明理由。不得透露当事人的商业秘密和个人隐私",
    )


@act("cases.tell_informant", title="登记告知实名举报人", step=False)
def tell_informant(*, act: Act, cmd: TellInformant) -> InformantTold:
    """Record how the informant was told; the notice of refusal goes with it where one was made.

    Raises:
        InvalidInput: told before it was decided whether to file.

    Source: 市场监督管理投诉举报处理暂行办法 第三十一条第二款; 行政处罚法 第五十四条第二款.
    """
    matter: Matter = act.matter
    decided_on = _decided_on(matter)
    assert decided_on is not None  # asked below
    if cmd.told_on < decided_on:
        told = f"告知日期早于决定是否立案之日（{decided_on.isoformat()}），请核对"
        raise InvalidInput({"told_on": told})
    paper = standing_documents(matter).filter(kind=REFUSAL).order_by("-id").first()
    row = InformantTold(
        case=case_of(matter),
        filed=matter.filed_on is not None,
        decided_on=decided_on,
        told_on=cmd.told_on,
        way=cmd.way,
        content=cmd.content,
        document=paper,
        recorded_by_id=act.officer,
    )
    act.write(row)
    end_beside(act, LIMIT)
    return row


tell_informant.requires(certified)


@tell_informant.requires
def _named_and_decided(actor: Actor, matter: Matter, clock: Clock) -> str:
    if informant_of(matter) is None:
        return "本案没有实名的投诉人、举报人，或者依法封存，不在这里告知"
    if _decided_on(matter) is None:
        return "还没有决定是否立案，不能告知"
    return "已经告知" if InformantTold.objects.filter(case__matter=matter).exists() else ""


@tell_informant.prefilled
def _usual(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    refused = "not_filed" in matter.marking
    words = "经核查，决定不予立案。理由：" if refused else "经核查，已经立案调查。"
    return {"told_on": clocks.current().today(), "content": words}


def _decided_on(matter: Matter) -> date | None:
    """Return the day on which it was decided whether to file the case."""
    if matter.filed_on is not None:
        return matter.filed_on
    refused = matter.steps.filter(code="refuse_filing").values_list("at", flat=True).last()
    return local_date(refused) if refused else None
