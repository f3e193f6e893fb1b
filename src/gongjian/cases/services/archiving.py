"""The file of a case goes to the archive (归档)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gongjian.cases.choices import Retention
from gongjian.cases.models import ArchivedFile
from gongjian.cases.queries import case_of
from gongjian.cases.retention import kept_for, retention_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside

LIMIT = "archive-limit"
LENGTHS = tuple(Retention.values)  # the shortest first
MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class ArchiveFile:
    number: str = fields.line(
        "归档号", max_length=60, help="按本地区的编号规则，例如年份加顺序号：20260001"
    )
    volumes: int = fields.number("卷数", least=1, most=999, unit="卷", help="正卷、副卷分别计算")
    pages: int = fields.number(
        "页数",
        least=1,
        most=99_999,
        unit="页",
        help="有内容的页数；封面、目录和备考表不编号",
    )
    retention: str = fields.choice("保管期限", Retention.choices)
    place: str = fields.line("存放处", max_length=100, help="库房、柜、格")
    archived_on: date = fields.day("归档日期", help="案卷交档案人员之日")
    note: str = fields.text(
        "备考", max_length=1000, required=False, help="缺少的材料、音像载体等需要说明的情况"
    )


@act("cases.archive_file", title="案卷归档", step=False, final=True)
def archive_file(*, act: Act, cmd: ArchiveFile) -> ArchivedFile:
    """Take the file of a case that has ended into the archive; its limit is met.

    Raises:
        InvalidInput: archived before the case ended, kept shorter than the table says, or under a
            number that another file of the agency has.

    Source: 行政处罚法 第四十七条; 档案法 第十三条; archive-limit of the profile.
    """
    matter: Matter = act.matter
    ended = local_date(matter.closed_at) if matter.closed_at else act.today
    if cmd.archived_on < ended:
        told = f"归档日期早于办结日期（{ended.isoformat()}），请核对"
        raise InvalidInput({"archived_on": told})
    hit = retention_of(matter)
    if LENGTHS.index(cmd.retention) < LENGTHS.index(str(hit.value)):
        told = f"“{hit.name}”至少保管{kept_for(matter, hit)}，可以更长，不能更短"
        raise InvalidInput({"retention": told})
    taken = ArchivedFile.objects.filter(agency=matter.agency_id, number=cmd.number)
    if taken.exists():
        raise _taken(cmd.number)
    row = ArchivedFile(
        case=case_of(matter),
        agency_id=matter.agency_id,
        number=cmd.number,
        volumes=cmd.volumes,
        pages=cmd.pages,
        retention=cmd.retention,
        place=cmd.place,
        archived_on=cmd.archived_on,
        archived_by_id=act.officer,
        note=cmd.note,
    )
    try:
        with transaction.atomic():
            act.write(row)
    except IntegrityError:
        # Another person wrote the number after it was looked for, and committed first.
        if not taken.exists():
            raise
        raise _taken(cmd.number) from None
    end_beside(act, LIMIT)
    return row


def _taken(number: str) -> InvalidInput:
    return InvalidInput({"number": f"归档号“{number}”已经用于另一份案卷，请核对"})


@archive_file.requires
def _has_ended(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.closed_at is None:
        return "案件还没有办结，不能归档"
    if MERGED in matter.marking:
        return "本案已并入他案，材料随他案归档"
    if ArchivedFile.objects.filter(case__matter=matter).exists():
        return "案卷已经归档"
    return ""


@archive_file.prefilled
def _as_the_table_says(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"retention": str(retention_of(matter).value)}
