"""By whose amounts a sole trader counts: those of a citizen, in every table of amounts."""

from collections.abc import Iterator

from gongjian.process import Table

CITIZENS = frozenset({"natural", "sole_trader"})


def parted_citizens(table: Table) -> Iterator[str]:
    """Yield the rows of amounts that hold for a person and not for a sole trader, or turned round.

    A sole trader is a natural person in business, liable with what is his own; of two amounts the
    one that is kinder to the party counts.

    Source: 民法典 第五十四条、第五十六条; 行政处罚法 第五十一条、第六十三条.
    """
    sums = {code for code, wanted in table.inputs.items() if wanted.kind == "interval"}
    for row in table.rows:
        party = row.when.get("party_kind")
        if not isinstance(party, frozenset) or not sums & row.when.keys():
            continue
        if 0 < len(CITIZENS & party) < len(CITIZENS):
            yield f"{row.name}（第 {row.number} 行）：个体工商户与自然人应当适用同一数额"
