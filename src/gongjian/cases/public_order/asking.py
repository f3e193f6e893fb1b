"""Whom the police question as what, and when: records that cannot all be true (询问查证)."""

from datetime import datetime
from typing import Protocol

from django.db.models import Q

from gongjian.cases.models import Case
from gongjian.matters.models import Matter

from .choices import BROUGHT, PersonRole
from .models import Questioning


class Asked(Protocol):
    """What a record of questioning says of the person and the hours."""

    @property
    def role(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def minor(self) -> bool: ...
    @property
    def came_by(self) -> str: ...
    @property
    def arrived_at(self) -> datetime: ...
    @property
    def began_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime: ...
    @property
    def alone(self) -> bool: ...


def not_as_told(case: Case, said: Asked) -> dict[str, str]:
    """Tell, by field, that whoever acted is asked as another, or another is summoned.

    What the party says is its own statement by whatever name, and no other proof; only who acted is
    summoned, witnesses and victims are asked to come.

    Source: 治安管理处罚法 第九十六条、第九十八条、第九十九条、第一百一十一条.
    """
    if said.role == PersonRole.OFFENDER:
        return {}
    told: dict[str, str] = {}
    if case.party.natural and said.person == case.party.name:
        told["role"] = (
            "被询问人就是本案当事人，其所述是当事人的陈述，请选“违反治安管理行为人”；"
            "确是同名的另一人的，请在姓名后注明，如“（同名，某村人）”"
        )
    if said.came_by in BROUGHT:
        told["came_by"] = "只有违反治安管理行为人可以传唤，被侵害人、证人通知其到场，请选“自行到案”"
    young = case.victims.filter(name=said.person, minor=True)
    if said.role == PersonRole.VICTIM and not said.minor and young.exists():
        told["minor"] = "登记的这名被侵害人未满十八周岁，请勾选，并通知其监护人到场"
    return told


def at_odds(matter: Matter, said: Asked) -> dict[str, str]:
    """Tell, by field, that person or officers were elsewhere, or that the person had never left.

    Two questionings of one stay give the same arrival: the hours run from it.

    Source: 治安管理处罚法 第九十七条;
    公安机关办理行政案件程序规定 第六十九条第二款、第七十二条.
    """
    told: dict[str, str] = {}
    same = Questioning.objects.filter(case__matter=matter, person=said.person)
    meanwhile = Q(began_at__lt=said.ended_at, ended_at__gt=said.began_at)
    officers = [matter.lead_id] if said.alone else [matter.lead_id, matter.second_id]
    theirs = Q(lead__in=officers) | Q(second__in=officers)
    found = Questioning.objects.filter(meanwhile).filter(theirs | Q(pk__in=same)).first()
    if found is not None:
        whom = "这个人"
        if found.person != said.person:
            here = found.case.matter_id == matter.pk
            # Not everybody here may know who is asked in another case.
            whom = f"由同一民警询问的{found.person if here else '另一案件的人'}"
        told["began_at"] = f"与{whom}的另一次询问时间重叠，询问应当个别进行，请核对"
    stay = same.filter(arrived_at__lt=said.arrived_at, ended_at__gte=said.arrived_at)
    if stay.exists():
        told["arrived_at"] = (
            "上一次询问结束以后没有离开的，到案时间照上一次填写，询问查证的时间连续计算"
        )
    return told
