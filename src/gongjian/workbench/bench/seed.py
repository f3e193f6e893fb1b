"""Many cases at once: rows like those of the acts, written in bulk, each in its ledger entry.

The services take milliseconds a case; here only the rows matter, so many cases share a transaction.
The ledger covers them all the same: `gongjian verify` passes on a seeded database.
"""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from gongjian.cases.models import Case
from gongjian.cases.testing import Cast, make_cast
from gongjian.common.acts import SYSTEM, Act, hooks
from gongjian.common.clock import fixed, local_date
from gongjian.ledger.models import Stream
from gongjian.matters.models import Deadline, Matter, Step, Todo
from gongjian.matters.services import process_in_force
from gongjian.parties.models import Party

BATCH = 500
TABLES: tuple[type[Any], ...] = (Case, Step, Deadline)
FIRST = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
# Place, role it waits for, step it waits for, steps taken so far.
STAGES = (
    (["registered"], "handler", "呈请立案", 0),
    (["investigating"], "handler", "调查终结", 4),
    (["informed"], "handler", "送法制审核", 8),
    (["under_review"], "legal_reviewer", "法制审核", 9),
    (["to_decide"], "agency_head", "审批决定", 10),
    (["closed"], "", "", 14),
)
WEIGHTS = (5, 12, 8, 5, 5, 65)
CODES = ("propose_filing", "approve_filing", "record_inspection", "add_evidence")


def seed(count: int, agencies: int = 5) -> list[Cast]:
    """Write `count` cases spread over agencies; return their people. About 60 s for 100,000."""
    casts = [
        make_cast(code=f"bench-{n}", name=f"基准测试机关{n}", accounts=not n)
        for n in range(agencies)
    ]
    chance = random.Random(20260302)  # noqa: S311 -- the same cases on every run
    parties = [_parties(cast) for cast in casts]
    for start in range(0, count, BATCH):
        n = (start // BATCH) % agencies
        _batch(casts[n], parties[n], range(start, min(start + BATCH, count)), chance, count)
    return casts


def _act(now: datetime) -> Act:
    service: Any = SimpleNamespace(code="bench.seed", title="基准数据")
    return Act(service, SYSTEM, fixed(now), None)


def _parties(cast: Cast) -> list[Party]:
    """Return two hundred companies of one agency."""
    act = _act(FIRST)
    with transaction.atomic():
        streams = Stream.objects.bulk_create(Stream(kind="party") for _ in range(200))
        made = [
            Party(stream=s, agency=cast.agency, kind="legal", name=f"基准企业{n:04d}有限公司")
            for n, s in enumerate(streams)
        ]
        Party.objects.bulk_create(made)
        for party in made:
            act.written[party.stream] = [party]
        assert hooks.append is not None
        hooks.append(act)
    return made


def _batch(
    cast: Cast, parties: list[Party], numbers: range, chance: random.Random, total: int
) -> None:
    process = process_in_force("penalty-ordinary")
    span = timedelta(days=2 * 365)
    act = _act(FIRST)
    matters, stages = [], []
    with transaction.atomic():
        streams = Stream.objects.bulk_create(Stream(kind="matter") for _ in numbers)
        for number, stream in zip(numbers, streams, strict=True):
            stage = chance.choices(STAGES, WEIGHTS)[0]
            opened = FIRST + span * (number / max(total, 1))
            matters.append(_matter(cast, chance.choice(parties), process, stream, opened, stage))
            stages.append(stage)
        Matter.objects.bulk_create(matters)
        rows: list[Any] = [*_cases(matters, parties, chance), *_steps(cast, matters, stages)]
        rows += _deadlines(matters, stages)
        for model in TABLES:
            model._default_manager.bulk_create([r for r in rows if isinstance(r, model)])
        Todo.objects.bulk_create(_todos(cast, matters, stages))
        for matter in matters:
            act.written[matter.stream] = [matter]
        for row in rows:
            act.written[row.matter.stream].append(row)
        assert hooks.append is not None
        hooks.append(act)


def _matter(
    cast: Cast, party: Party, process: Any, stream: Stream, opened: datetime, stage: Any
) -> Matter:
    closed = stage[0] == ["closed"]
    return Matter(
        stream=stream,
        kind="penalty",
        number=f"青环行罚决字〔{opened.year}〕{stream.pk}号" if closed else "",
        title="涉嫌未批先建",
        party_name=party.name,
        agency=cast.agency,
        unit_id=cast.people["handler"].unit_id,
        lead=cast.people["handler"],
        second=cast.people["second"],
        profile=cast.agency.profile,
        domain=cast.agency.domain,
        process=process,
        marking=stage[0],
        seq=stage[3],
        opened_at=opened,
        filed_on=local_date(opened) if stage[3] else None,
        review_opened_at=opened if stage[3] >= 9 else None,
        decided_on=local_date(opened + timedelta(days=30)) if closed else None,
        closed_at=opened + timedelta(days=60) if closed else None,
        due_on=None if closed else local_date(opened + timedelta(days=90)),
    )


def _cases(matters: list[Matter], parties: list[Party], chance: random.Random) -> list[Case]:
    return [
        Case(matter=m, party=chance.choice(parties), cause=m.title, source="inspection")
        for m in matters
    ]


def _steps(cast: Cast, matters: list[Matter], stages: list[Any]) -> list[Step]:
    lead = cast.people["handler"]
    return [
        Step(
            matter=matter,
            seq=seq,
            code=CODES[(seq - 1) % 4] if seq else "open",
            name="步骤",
            act="bench.seed",
            officer=lead,
            by_name=lead.name,
            door="seed",
            at=matter.opened_at + timedelta(hours=seq),
        )
        for matter, stage in zip(matters, stages, strict=True)
        for seq in range(min(stage[3], 6) + 1)
    ]


def _deadlines(matters: list[Matter], stages: list[Any]) -> list[Deadline]:
    return [
        Deadline(
            matter=matter,
            code="decision-limit",
            label="作出决定的期限",
            duty="authority",
            starts_on=local_date(matter.opened_at),
            due_on=local_date(matter.opened_at + timedelta(days=90)),
            state="met" if matter.closed_at else "open",
            ended_on=matter.decided_on,
            source="行政处罚法 第六十条",
        )
        for matter, stage in zip(matters, stages, strict=True)
        if stage[3]
    ]


def _todos(cast: Cast, matters: list[Matter], stages: list[Any]) -> list[Todo]:
    return [
        Todo(
            matter=m,
            role=stage[1],
            step=stage[2],
            agency=cast.agency,
            unit_id=m.unit_id,
            lead=m.lead,
            second=m.second,
            due_on=m.due_on,
        )
        for m, stage in zip(matters, stages, strict=True)
        if stage[1] and m.due_on
    ]
