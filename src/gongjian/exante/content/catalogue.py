"""Powers (权责清单) and benchmarks (裁量权基准), both of the catalogue that decides.

Beside the causes of the catalogue the list of powers says what the agency states of its own.
"""

from collections.abc import Iterator
from datetime import date

from gongjian.catalog.citing import cited
from gongjian.catalog.definitions import Cause
from gongjian.catalog.queries import causes_for
from gongjian.catalog.shown import articles_of, conditions, range_limits, step_limits
from gongjian.catalog.words import DOMAINS, LAYERS, PENALTY_KINDS
from gongjian.exante.choices import ListKind, PowerKind
from gongjian.exante.models import StatedItem
from gongjian.orgs.models import Agency

from .form import Drawn, Row, public_source
from .stated import stated_items

POWERS = (
    ("kind", "权力类别"),
    ("name", "事项名称"),
    ("domain", "领域"),
    ("duty", "违反的规定"),
    ("basis", "依据"),
    ("content", "权力内容"),
    ("duties", "责任事项"),
    ("unit", "行使主体"),
    ("origin", "来源"),
)
BENCHMARKS = (
    ("name", "事项名称"),
    ("when", "情形"),
    ("step", "裁量阶次"),
    ("limits", "罚款幅度"),
    ("layer", "制定层级"),
    ("source", "依据"),
)
ONLY_PENALTIES = "目前收录行政处罚类事项。许可、强制、检查等其他类别的事项登记后列入。"
OF_CATALOGUE, OF_AGENCY = "案由目录", "本机关登记"
DRAFT_BENCHMARK = "标明“本系统示例”的阶次，由本机关核定后才作为裁量依据。"


def powers(agency: Agency, on: date) -> Drawn:
    """Return what the agency may do, each with its basis; two queries.

    What the agency states under the name of a cause stands in its place, at its address.

    Source: KM2.1.1(3)(7); HN1; XM4.1.2.
    """
    causes = causes_for(agency.domain, on, agency.profile)
    own = {item.name: item for item in stated_items(agency) if item.kind == ListKind.POWERS}
    rows = [
        _stated(own.pop(cause.name), agency, cause.code)
        if cause.name in own
        else _power(cause, agency)
        for cause in causes
    ]
    rows += [_stated(item, agency, f"own-{item.number}") for item in own.values()]
    only = all(row.cells["kind"] == PowerKind.PENALTY.label for row in rows)
    return Drawn(POWERS, rows, [ONLY_PENALTIES] if only else [])


def stands_for(agency: int, name: str, on: date) -> str:
    """Tell what a power stated under a name would stand for; one query, or two."""
    known = StatedItem.objects.filter(agency=agency, kind=ListKind.POWERS, ended_on__isnull=True)
    if known.filter(name=name).exists():
        return "替换已登记的同名事项"
    of = Agency.objects.get(pk=agency)
    named = {cause.name for cause in causes_for(of.domain, on, of.profile)}
    return "代替案由目录的同名事项" if name in named else "新增"


def _stated(item: StatedItem, agency: Agency, key: str) -> Row:
    told = {"unit": item.cells["unit"] or agency.name, "origin": OF_AGENCY}
    return Row(key, item.cells | told)


def _power(cause: Cause, agency: Agency) -> Row:
    fines = [f"{legal.name} {range_limits(legal)}" for legal in cause.ranges.values()]
    others = [PENALTY_KINDS[p.kind] + (f"（{p.when}）" if p.when else "") for p in cause.penalties]
    return Row(
        cause.code,
        {
            "kind": "行政处罚",
            "name": cause.name,
            "domain": DOMAINS[cause.domain],
            "duty": cited(articles_of(cause, "violated")),
            "basis": cited(articles_of(cause, "basis")),
            "content": "；".join(dict.fromkeys([*fines, *others])),
            "unit": agency.name,
            "origin": OF_CATALOGUE,
        },
    )


def benchmarks(agency: Agency, on: date) -> Drawn:
    """Return every row of every benchmark, in the order in which they are asked.

    Source: 行政处罚法 第三十四条.
    """
    causes = causes_for(agency.domain, on, agency.profile)
    rows = [row for cause in causes for row in _rows(cause)]
    drafts = any(cause.layer == "design" for cause in causes)
    return Drawn(BENCHMARKS, rows, [DRAFT_BENCHMARK] if drafts else [])


def _rows(cause: Cause) -> Iterator[Row]:
    for row in cause.table.rows:
        step = cause.steps[str(row.then)]
        yield Row(
            f"{cause.code}/{row.number}",
            {
                "name": cause.name,
                "when": "；".join(conditions(cause, row.when)) or "以上情形以外",
                "step": step.name,
                "limits": step_limits(cause, step),
                "layer": LAYERS[cause.layer],
                "source": public_source(row.source),
            },
        )
