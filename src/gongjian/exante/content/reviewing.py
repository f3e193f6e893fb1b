"""What must be reviewed before it is decided, and what the reviewer looks at (法制审核目录清单)."""

from collections.abc import Iterable, Iterator
from datetime import date

from gongjian.orgs.models import Agency
from gongjian.review.catalogue import Entry, catalogue_of
from gongjian.review.checks import Item

from .form import Drawn, Row, public_source

COLUMNS = (
    ("part", "部分"),
    ("name", "事项"),
    ("when", "条件"),
    ("answer", "结论"),
    ("source", "依据"),
)


def draw(agency: Agency, on: date) -> Drawn:
    """Return scope, contents, materials and outcomes of review, of the table that decides.

    Source: 国办发〔2018〕118号 （十二）; HN26; KM2.3.2; LF3.3.
    """
    told = catalogue_of(agency, on)
    rows = [
        *_scope("审核范围", "scope", told["entries"]),
        *_scope("本机关扩大的审核范围", "added", told["added"]),
        *_items("审核内容", "check", told["checks"]),
        *_items("送审材料", "material", told["materials"]),
    ]
    for outcome in told["outcomes"]:
        answer = "可以报请决定" if outcome.opens else "不得报请决定"
        cells = {"part": "审核结论", "name": outcome.label, "answer": answer}
        source = public_source(told["outcome_rule"])
        rows.append(Row(f"outcome/{outcome.code}", {**cells, "source": source}))
    return Drawn(COLUMNS, rows, [f"审核范围按《{told['scope'].name}》判断，办案用的就是这一份。"])


def _scope(part: str, key: str, entries: Iterable[Entry]) -> Iterator[Row]:
    for number, entry in enumerate(entries, 1):
        yield Row(
            f"{key}/{number}",
            {
                "part": part,
                "name": entry.name,
                "when": "；".join(entry.when) or "以上情形以外",
                "answer": entry.answer,
                "source": public_source(entry.source),
            },
        )


def _items(part: str, key: str, items: Iterable[Item]) -> Iterator[Row]:
    for item in items:
        cells = {"part": part, "name": item.label, "source": public_source(item.source)}
        yield Row(f"{key}/{item.code}", cells)
