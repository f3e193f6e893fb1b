"""Inspections by the police: by warrant, or at once (检查证、当场检查)."""

import dataclasses
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CertificateShown, InspectionSubject
from gongjian.cases.goods import said_in
from gongjian.cases.models import Case, Inspection
from gongjian.cases.public_order.choices import Sex
from gongjian.cases.public_order.queries import latest_offender
from gongjian.cases.queries import case_of
from gongjian.cases.services.investigation import RecordInspection, inspected
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.parties.rules import female_by_number

WARRANT = "inspection-warrant"
SOURCE = "治安管理处罚法 第一百零三条"
OF_A_HOME = "住所"
PLACES = (InspectionSubject.HOME, InspectionSubject.PLACE)
WITHOUT = tuple(s for s in InspectionSubject if s != InspectionSubject.HOME)


def warrants_of(matter: Matter) -> list[Document]:
    """Return the inspection warrants of a case that were not taken back, oldest first."""
    made = Document.objects.filter(matter=matter, kind=WARRANT)
    return list(made.exclude(state=DocumentState.VOID).order_by("id"))


def last_day_of(warrant: Document) -> date:
    """Return the last day on which a warrant may be used."""
    return date.fromisoformat(said_in(warrant)["valid_until"])


@dataclass(frozen=True, kw_only=True)
class InspectByWarrant(RecordInspection):
    subject: str = fields.choice("检查的对象", [(s.value, s.label) for s in PLACES], source=SOURCE)
    warrant: UUID = fields.ref("检查证", of="cases.inspection_warrant", help="检查时已经出示")


@act("cases.inspect_by_warrant", title="持检查证检查并制作笔录")
def inspect_by_warrant(*, act: Act, cmd: InspectByWarrant) -> Inspection:
    """Record an inspection of a home or a place by a warrant that held on that day.

    Raises:
        InvalidInput: no such warrant of this case, or it was made later, or its days were over; it
            is for another place, or for none that is a home.
        CertificateInvalid: see `inspected`.

    Source: 治安管理处罚法 第一百零三条.
    """
    warrant = next((w for w in warrants_of(act.matter) if w.uid == cmd.warrant), None)
    if warrant is None:
        raise InvalidInput({"warrant": "本案没有这份检查证，请从列表中选择"})
    on, until = local_date(cmd.began_at), last_day_of(warrant)
    if not local_date(warrant.made_at) <= on <= until:
        told = f"这份检查证自{local_date(warrant.made_at).isoformat()}至{until.isoformat()}有效"
        raise InvalidInput({"warrant": f"{told}，检查当日（{on.isoformat()}）不能使用，请重新报批"})
    if problems := _elsewhere(warrant, cmd):
        raise InvalidInput(problems)
    return inspected(act, cmd, subject=cmd.subject, warrant=warrant)


def _elsewhere(warrant: Document, cmd: InspectByWarrant) -> dict[str, str]:
    """Tell that a warrant is for another place, or not for a home.

    Source: 治安管理处罚法 第一百零三条第二款、第三款.
    """
    said = said_in(warrant)
    problems: dict[str, str] = {}
    if cmd.subject == InspectionSubject.HOME and said["place_kind"] != OF_A_HOME:
        problems["subject"] = "这份检查证不是检查住所的检查证；检查公民住所须持检查住所的检查证"
    if _spelled(said["place"]) != _spelled(cmd.place):
        told = f"这份检查证批准检查的是“{said['place']}”，请照写；检查的具体位置写入检查情况"
        problems["place"] = f"{told}。检查其他场所须另行报批"
    return problems


def _spelled(place: str) -> str:
    """Return a place without what is only spelling: spaces, full and half width."""
    return "".join(unicodedata.normalize("NFKC", place).split())


@dataclass(frozen=True, kw_only=True)
class InspectAtOnce(RecordInspection):
    subject: str = fields.choice(
        "检查的对象",
        [(s.value, s.label) for s in WITHOUT],
        source=SOURCE,
        help="公民住所必须持检查证检查",
    )
    at_once: str = fields.line(
        "确有必要立即检查的理由", required=False, help="检查场所而没有检查证的必须写明"
    )
    woman: bool = fields.only_for(
        "subject", (InspectionSubject.PERSON,), fields.check("被检查人身的是妇女")
    )
    by_woman: str = fields.only_for(
        "subject",
        (InspectionSubject.PERSON,),
        fields.line(
            "检查妇女身体的女性工作人员",
            max_length=100,
            required=False,
            source="公安机关办理行政案件程序规定 第八十四条第二款",
        ),
        needed="检查妇女身体的必填",
    )


@act("cases.inspect_at_once", title="当场检查并制作笔录")
def inspect_at_once(*, act: Act, cmd: InspectAtOnce) -> Inspection:
    """Record an inspection without a warrant: of a person or a thing, or of a place at once.

    Raises:
        InvalidInput: a place, and neither the need to inspect at once nor the recording is stated;
            the body of a woman, and no woman who inspects it.
        CertificateInvalid: see `inspected`.

    Source: 治安管理处罚法 第一百零三条; 公安机关办理行政案件程序规定 第八十四条第二款.
    """
    problems = _of_a_woman(case_of(act.matter), cmd)
    if cmd.subject == InspectionSubject.PLACE:
        if not cmd.at_once:
            problems["at_once"] = "没有检查证检查场所的，须确有必要立即检查，请写明理由"
        if not cmd.recording:
            problems["recording"] = "当场检查场所应当全程同步录音录像，请写明编号和存放位置"
    if problems:
        raise InvalidInput(problems)
    seen = {"subject": cmd.subject, "at_once": cmd.at_once}
    if not cmd.woman:
        return inspected(act, cmd, **seen)
    present = f"{cmd.present}；检查身体的女性工作人员{cmd.by_woman}"
    said = dataclasses.replace(cmd, present=present)
    return inspected(act, said, **seen, woman=True, by_woman=cmd.by_woman)


def _of_a_woman(case: Case, cmd: InspectAtOnce) -> dict[str, str]:
    if cmd.subject != InspectionSubject.PERSON:
        return {"woman": "只有检查人身的勾选，请取消"} if cmd.woman else {}
    if cmd.woman:
        told = "检查妇女的身体，应当由女性工作人员进行，请写明由谁检查"
        return {} if cmd.by_woman else {"by_woman": told}
    offender = latest_offender(case)
    if offender is not None and offender.sex == Sex.FEMALE:
        return {"woman": "已查明的违法行为人是女性，请勾选，并写明由哪一名女性工作人员检查"}
    if offender is None and female_by_number(case.party.id_number):
        return {"woman": "依公民身份号码当事人是女性，请勾选，并写明由哪一名女性工作人员检查"}
    return {}


inspect_by_warrant.requires(certified)
inspect_at_once.requires(certified)


@inspect_by_warrant.requires
def _warrant_holds(actor: Actor, matter: Matter, clock: Clock) -> str:
    if any(last_day_of(warrant) >= clock.today() for warrant in warrants_of(matter)):
        return ""
    return "本案没有仍在有效期内的检查证，请先由公安机关负责人批准检查"


@inspect_by_warrant.prefilled
def _by_newest(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    shown = {"certificate_shown": CertificateShown.SHOWN}
    made = warrants_of(matter)
    if not made:
        return {"place": case_of(matter).party.address, **shown}
    said = said_in(made[-1])
    home = said["place_kind"] == OF_A_HOME
    subject = InspectionSubject.HOME if home else InspectionSubject.PLACE
    return {"warrant": made[-1].uid, "place": said["place"], "subject": subject.value, **shown}


@inspect_at_once.prefilled
def _shown(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"certificate_shown": CertificateShown.SHOWN}
