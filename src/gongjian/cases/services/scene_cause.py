"""A penalty on the spot whose cause is of the catalogue: named, cited and weighed on the scene."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongjian.cases import weighing
from gongjian.cases.citing import faults_of
from gongjian.cases.models import Case, Draft
from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause
from gongjian.catalog.queries import cause_on, domains_of
from gongjian.common import fields
from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency
from gongjian.parties.models import Party

from .filing import PUBLIC_ORDER

if TYPE_CHECKING:
    from .scene import PenalizeOnSpot

CODE = "cause_code"
ARTICLES = ("violated", "basis")
_WITHOUT = {
    "cause": "请选用目录案由，或者写明案由",
    "violated": "请填写“违反的条款”；选用目录案由的由系统填写",
    "basis": "请填写“处罚依据”；选用目录案由的由系统填写",
}


@dataclass(frozen=True)
class SceneCircumstance:
    """One circumstance of the cause's benchmark as found on the scene; its evidence proves it."""

    item: str = fields.hidden()
    value: str = fields.chosen_by(
        CODE, fields.code("认定", of="cases.scene_value", within="item", required=False)
    )


@dataclass(frozen=True, slots=True)
class OnScene:
    """What of a penalty on the spot is weighed: one act, one warning, one fine."""

    circumstances: tuple["Found", ...]
    base_fen: int | None
    grounds: tuple[str, ...]
    grounds_proof: str
    items: tuple["SceneItem", ...]
    deviation_reason: str
    discretion: str
    no_penalty_ground: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A circumstance with what proves it."""

    item: str
    value: str
    proof: str


@dataclass(frozen=True, slots=True)
class SceneItem:
    """A kind of penalty with its sum."""

    kind: str
    amount_fen: int | None


def scene_cause(agency: Agency, named: str, on: date) -> Cause | None:
    """Return the cause that an agency may penalize, by its code."""
    cause = cause_on(named, on, agency.profile) if named else None
    return cause if cause and cause.domain in domains_of(agency.domain) else None


def with_cause(act: Act, cmd: "PenalizeOnSpot") -> "PenalizeOnSpot":
    """Return the command with what its cause says: name, articles, and that it is 治安.

    Raises:
        InvalidInput: neither a cause of this agency nor one in words with its articles is named.

    Source: 行政处罚法 第三十七条、第五十二条第二款.
    """
    if not cmd.cause_code:
        if wrong := {name: told for name, told in _WITHOUT.items() if not getattr(cmd, name)}:
            raise InvalidInput(wrong)
        return cmd
    agency = Agency.objects.get(pk=act.agency)
    cause = scene_cause(agency, cmd.cause_code, min(local_date(cmd.acted_at), act.today))
    if cause is None:
        raise InvalidInput({CODE: "目录中没有本机关可以适用的这项案由，请重新选择"})
    if cmd.public_order and cause.domain != PUBLIC_ORDER:
        text = "所选案由不是违反治安管理的行为，请重新选择案由，或者取消勾选“治安案件”"
        raise InvalidInput({CODE: text})
    said = {role: cited(a for a in cause.articles if a.role == role) for role in ARTICLES}
    return dataclasses.replace(
        cmd,
        cause=cmd.cause or cause.name,
        violated=cmd.violated or said["violated"],
        basis=cmd.basis or said["basis"],
        public_order=cause.domain == PUBLIC_ORDER,
    )


def weighed(case: Case, cmd: "PenalizeOnSpot", items: list[dict[str, Any]], on: date) -> Any:
    """Return what the draft keeps of its weighing: range, benchmark and position.

    Raises:
        InvalidInput: a circumstance is not found, the sum is outside the law, or outside its step
            without a reason.

    Source: 行政处罚法 第五条第二款、第三十二条、第三十四条.
    """
    if not case.cause_code:
        _nothing_to_weigh(cmd)
        return {"discretion": cmd.discretion}
    try:
        return weighing.columns(case, _on_scene(cmd, items), on)
    except InvalidInput as error:
        place = "penalty" if cmd.amount_fen is None else "amount_fen"
        told = {place if name == "items" else name: why for name, why in error.fields.items()}
        raise InvalidInput(told) from error


def cites_its_cause(draft: Draft, on: date) -> None:
    """Refuse other articles than those of the cause: on the spot nobody else looks at them.

    Raises:
        InvalidInput: at the field, what is cited and what is to be cited.

    Source: 行政处罚法 第三十七条、第五十一条.
    """
    wrong: dict[str, str] = {}
    for fault in faults_of(draft, on) if draft.cause_code else ():
        wrong[fault.field] = "；".join(filter(None, (wrong.get(fault.field), str(fault))))
    if wrong:
        end = "。当场处罚按案由目录引用：留空由系统填写；确需另外引用的，转为普通程序"
        raise InvalidInput({name: told + end for name, told in wrong.items()})


def scene_verdict(
    agency: Agency, cmd: "PenalizeOnSpot", items: list[dict[str, Any]], on: date
) -> weighing.Verdict | None:
    """Weigh what is typed so far: None without a cause, or while something is missing."""
    domain = PUBLIC_ORDER if cmd.public_order else agency.domain
    cause = scene_cause(agency, cmd.cause_code, on)
    matter = Matter(profile=agency.profile, domain=cause.domain if cause else domain)
    party = Party(kind=cmd.party_kind)
    case = Case(matter=matter, party=party, cause_code=cause.code if cause else "")
    return weighing.verdict(case, _on_scene(cmd, items), on)


def _on_scene(cmd: "PenalizeOnSpot", items: list[dict[str, Any]]) -> OnScene:
    return OnScene(
        tuple(Found(c.item, c.value, cmd.evidence) for c in cmd.circumstances),
        cmd.base_fen,
        cmd.grounds,
        cmd.grounds_proof,
        tuple(SceneItem(item["kind"], item["amount_fen"]) for item in items),
        cmd.deviation_reason,
        cmd.discretion,
    )


def _nothing_to_weigh(cmd: "PenalizeOnSpot") -> None:
    names = ("circumstances", "base_fen", "grounds", "grounds_proof", "deviation_reason")
    said = "没有选用目录中的案由，不能按裁量基准填写；请删去，在“裁量理由”中说明"
    if wrong := {name: said for name in names if getattr(cmd, name)}:
        raise InvalidInput(wrong)
