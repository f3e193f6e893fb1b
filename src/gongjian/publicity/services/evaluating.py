"""The yearly evaluation of publication: counted from the rows, concluded by a person (年度评估)."""

import hashlib
from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput
from gongjian.orgs.models import Agency
from gongjian.publicity.evaluation import evaluated
from gongjian.publicity.models import PublicationYear
from gongjian.publicity.rendition import canonical


@dataclass(frozen=True)
class ConfirmYear:
    year: int = fields.number("年度", least=2019, most=2100, unit="年")
    conclusion: str = fields.text(
        "评估结论",
        max_length=5000,
        help="做得好的、存在的问题、改进的要求；数字由系统计出，不必抄写",
    )


@act("publicity.confirm_year", title="确认公示年度评估", about="agency", final=True)
def confirm_year(*, act: Act, cmd: ConfirmYear) -> PublicationYear:
    """Freeze the figures of a year as they stand today, under a person's conclusion.

    Raises:
        InvalidInput: the year has not begun.

    Source: HN10, HN11.
    """
    if cmd.year > act.today.year:
        raise InvalidInput({"year": "这一年还没有开始"})
    agency = (
        Agency.objects.select_for_update(of=("self",)).select_related("stream").get(pk=act.agency)
    )
    figures = [row.as_json() for row in evaluated(agency, cmd.year, act.today)]
    row = PublicationYear(
        agency=agency,
        year=cmd.year,
        round=PublicationYear.objects.filter(agency=agency, year=cmd.year).count() + 1,
        figures=figures,
        digest=hashlib.sha256(canonical({"lines": figures})).hexdigest(),
        conclusion=cmd.conclusion,
        confirmed_by_id=act.officer,
        confirmed_on=act.today,
    )
    act.write(row, stream=agency.stream)
    return row
