"""The nightly leak scan measured on a real publication, read anew from the database each time."""

from collections.abc import Iterator

from gongjian.cases.testing import PERSON, Cast, decided_case
from gongjian.publicity.leaks.finding import Closed
from gongjian.publicity.leaks.scanning import hits_of, with_file
from gongjian.publicity.testing import publish

from .meter import Figure, rate

ROUNDS = 400
CLOSED = 100_000


def leaking(cast: Cast) -> Iterator[Figure]:
    """Publish one decision about a person and look through it again and again.

    Item by item: the scan itself reads 200 at a time and is faster.
    """
    item = publish(cast, decided_case(cast, party=PERSON))
    closed = Closed()
    for number in range(CLOSED):
        closed.add(f"基准行罚决字〔{2020 + number % 7}〕{number}号")

    def look() -> int:
        for _ in range(ROUNDS):
            found = [hit for one in with_file().filter(pk=item.pk) for hit in hits_of(one, closed)]
            assert found == []
        return ROUNDS

    look()
    per_cpu, _ = rate(look)
    note = f"逐件从库中读出案件再查；{CLOSED:,} 个不公开的文号"
    yield Figure("leak_scan", per_cpu, "per CPU s", 50, "more", note=note)
