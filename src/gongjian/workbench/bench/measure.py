"""What is measured, one function per group of figures."""

import itertools
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import Any

import psutil
from django.conf import settings
from django.test import Client

from gongjian.accounts.models import User
from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common import clock as clocks
from gongjian.common.data import data_folder
from gongjian.documents.backends import seal_backend
from gongjian.documents.models import Document
from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import from_plain
from gongjian.documents.testing import make_document, typed_command
from gongjian.documents.typed import act_code
from gongjian.jobs.services import work_until_idle
from gongjian.ledger import proofs, sealing
from gongjian.ledger.audit import Audit
from gongjian.ledger.models import Leaf
from gongjian.matters.models import DeadlineSweep, Matter
from gongjian.matters.sweeping import sweep
from gongjian.orgs.testing import PASSWORD
from gongjian.process import Process, check_process, load_process

from .crowd import crowd
from .exporting import exporting
from .growth import annual, growth
from .leaking import leaking
from .many_deadlines import million_deadlines
from .meter import Figure, per_call, rate
from .publishing import copying, redacting
from .pushing import pushing
from .searching import searching

told = logging.getLogger("gongjian.bench")

CREATE, STEP, DECISION = "建立案件", "办理步骤", "签发决定（不含制作文书）"


def acts(cast: Cast) -> Iterator[Figure]:
    """Create, step and decide real cases; the documents are made afterwards, by their job."""
    made: list[Matter] = []
    clues = iter(_clues(cast, 50))
    days = (cast.today - timedelta(days=n) for n in itertools.count(1))

    def create() -> None:
        made.append(
            cast.do(
                "handler",
                "cases.open_case",
                clue=next(clues),
                cause="涉嫌未批先建",
                second=cast.people["second"].uid,
                act_ended_on=next(days),  # fines of one day would be asked about (`fined`)
                **story.COMPANY,
            )
        )

    spent, sent = per_call(create, times=40)
    yield Figure("create_case", spent, "ms", 5, statements=sent, note=CREATE)
    yield from _steps(cast, made)
    yield from _decisions(cast, made[:17])


def _clues(cast: Cast, count: int) -> list[Any]:
    values: dict[str, Any] = {
        "source": "inspection",
        "subject": "基准",
        "content": "基准",
        "found_on": cast.today,
    }
    return [cast.do("handler", "intake.register_clue", **values).uid for _ in range(count)]


def _steps(cast: Cast, made: list[Matter]) -> Iterator[Figure]:
    for matter in made:
        story.file_case(cast, matter)
    waiting = iter(made)

    def step() -> None:
        cast.do(
            "handler",
            "cases.add_evidence",
            next(waiting).uid,
            kind="documentary",
            self_recorded="no",
            name="营业执照复印件",
            proves="主体资格",
            obtained_on=cast.today,
            obtained_from="当事人",
        )

    spent, sent = per_call(step, times=30)
    yield Figure("step", spent, "ms", 6, statements=sent, note=STEP)


def _decisions(cast: Cast, made: list[Matter]) -> Iterator[Figure]:
    for matter in made:
        story.investigate(cast, matter)
        story.inform(cast, matter)
    story.let_time_run(cast, made[-1])
    hashes = {}
    for matter in made:
        cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")
        draft = latest_draft(case_of(matter))
        assert draft is not None
        hashes[matter] = draft.draft_hash
    waiting = iter(made)

    def decide() -> None:
        matter = next(waiting)
        cast.do(  # by its uid: the act alone, without the reading of the row afterwards
            "agency_head",
            "cases.issue_decision",
            matter.uid,
            draft_hash=hashes[matter],
            opinion="同意。",
        )

    spent, sent = per_call(decide, times=8)
    yield Figure("decision", spent, "ms", 8, statements=sent, note=DECISION)
    work_until_idle()


def pages(cast: Cast, matter: Matter) -> Iterator[Figure]:
    """Read lists, case and portal through the whole stack, signed in where needed."""
    staff = _signed_in(_user_of(cast, "agency_head"))
    public = Client(headers={"host": "127.0.0.1"})
    reads: list[tuple[str, Client, str, float, str]] = [
        ("list_20_json", staff, "/api/v1/matters", 3, "案件列表20条（接口）"),
        ("list_20_page", staff, "/staff/matters/", 12, "案件列表20条（页面）"),
        ("inbox_page", staff, "/staff/", 12, "待办（页面）"),
        ("case_json", staff, f"/api/v1/matters/{matter.uid}", 3, "案件（接口）"),
        ("case_page", staff, f"/staff/matters/{matter.uid}/", 12, "案件（页面）"),
        ("portal_home", public, "/", 3, "门户首页"),
        ("portal_list", public, "/decisions/", 3, "门户列表"),
    ]
    for name, steps in (("case_page_200", 200), ("case_page_long", 500)):
        long = f"/staff/matters/{_long_case(cast, steps, 300).uid}/"
        reads.append((name, staff, long, 12, f"案件（页面），{steps}个步骤、300份文书"))
    reads.append(("case_papers", staff, f"{long}?tab=documents", 12, "案件的文书（页面），300份"))
    for name, client, path, bound, note in reads:
        answer = client.get(path)
        if answer.status_code != 200:
            msg = f"{path} answered {answer.status_code}"
            raise AssertionError(msg)
        spent, sent = per_call(_getting(client, path), times=40)
        yield Figure(name, spent, "ms", bound, statements=sent, note=note)


def _long_case(cast: Cast, steps: int, papers: int) -> Matter:
    """Return a case under investigation with so many steps and documents.

    A step makes one document at most; the newest hundred or more all make one, as nothing costs a
    page more. What is still missing was made before them, by no step.
    """
    matter = story.file_case(cast, story.open_case(cast))
    kind, left = "appraisal-commission", papers - Document.objects.filter(matter=matter).count()
    by_steps = min(left, steps - 100)
    for _ in range(left - by_steps):
        make_document(matter, kind, clock=cast.clock)
    for n in range(steps - by_steps - matter.steps.filter(seq__gt=0).count()):
        values: dict[str, Any] = {"kind": "documentary", "name": f"单据{n}", "proves": "数量"}
        values |= {"obtained_on": cast.today, "obtained_from": "当事人", "self_recorded": "no"}
        cast.do("handler", "cases.add_evidence", matter, **values)
    for _ in range(by_steps):
        cast.do("handler", act_code(kind), matter, **vars(typed_command(kind, cast.now)))
    return matter


def _signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    typed = {"username": user.username, "password": PASSWORD}
    answer = client.post("/staff/sign-in", typed)
    assert answer.status_code == 302, answer.status_code
    return client


def _getting(client: Client, path: str) -> Callable[[], Any]:
    return lambda: client.get(path)


def _user_of(cast: Cast, office: str) -> User:
    user = cast.people[office].user
    assert isinstance(user, User)
    return user


def paper() -> Iterator[Figure]:
    """Render the decision of a real case, a new text each time, unsigned."""
    document = Document.objects.filter(kind="penalty-decision").latest("id")
    plain = json.loads(document.data)["blocks"]
    numbers = itertools.count(1)

    def draw() -> int:
        for _ in range(40):
            # Nothing may be answered from a cache: every text is new.
            text = json.dumps(plain, ensure_ascii=False).replace("环境", f"环境{next(numbers)}")
            pdf.render(from_plain(json.loads(text)), at=document.made_at)
        return 40

    draw()
    per_cpu, _ = rate(draw)
    yield Figure("pdf", per_cpu, "per CPU s", 60, "more", note="2页决定书PDF（未签章）")
    yield from _sealed(document, plain)


def _sealed(document: Document, plain: Any) -> Iterator[Figure]:
    """Draw and seal decisions, each of another text."""
    agency = document.matter.agency.name
    numbers = itertools.count(1)

    def make() -> int:
        for _ in range(20):
            text = json.dumps(plain, ensure_ascii=False).replace("环境", f"环境{next(numbers)}")
            drawn = pdf.render(from_plain(json.loads(text)), at=document.made_at)
            seal_backend().sign(drawn, agency=agency, reason="决定书", at=document.made_at)
        return 20

    make()
    per_cpu, _ = rate(make)
    yield Figure("pdf_sealed", per_cpu, "per CPU s", 12, "more", note="2页决定书PDF，制作并签章")


def log() -> Iterator[Figure]:
    """Seal everything that waits, verify everything, and prove one entry."""
    per_cpu, wall = rate(lambda: sealing.seal() or 1)
    yield Figure("sealing", wall, "per s", 50_000, "more", note=f"每CPU秒 {per_cpu:,.0f}")
    size = Leaf.objects.count()

    # One round may hold a full collection of garbage, 0.1 s: as long as ten thousand entries take.
    _, wall = rate(lambda: _verified(payloads=False), rounds=5)
    yield Figure("verify_chain", wall, "per s", 200_000, "more", note=f"SHA-256链与树，{size:,} 条")
    _, wall = rate(lambda: _verified(rows=False), rounds=5)
    yield Figure("verify_full", wall, "per s", 80_000, "more", note=f"含记录内容与SM3，{size:,} 条")
    began = time.perf_counter()
    for n in range(100):
        proofs.inclusion_proof(size * n // 100, size)
    yield Figure("proof", (time.perf_counter() - began) * 10, "ms", 5, note=f"{size:,} 条存证记录")


def _verified(*, payloads: bool = True, rows: bool = True) -> int:
    audit = Audit(payloads=payloads, rows=rows)
    for finding in audit.run():
        raise AssertionError(str(finding))
    return audit.sealed


def law() -> Iterator[Figure]:
    """Prove each shipped process, and ask one of them what may be done now."""
    for path in sorted(data_folder("processes").glob("*.toml")):
        process = load_process(path.read_text(encoding="utf-8"))
        spent, _ = per_call(partial(check_process, process), times=20)
        yield Figure(f"checker_{path.stem}", spent, "ms", 50, note=process.name)
    yield from _offers(load_process(_shipped("penalty-ordinary")))


def _shipped(code: str) -> str:
    return (data_folder("processes") / f"{code}.toml").read_text(encoding="utf-8")


def _offers(process: Process) -> Iterator[Figure]:
    facts = {code: fact.values[0] for code, fact in process.facts.items()}
    places = [frozenset([code]) for code in process.places]
    history = ["propose_filing", "approve_filing", "add_evidence", "draft_decision"]

    def ask() -> int:
        for place in places:
            for _ in range(200):
                process.possible(place, history, facts)
        return 200 * len(places)

    ask()
    per_cpu, _ = rate(ask)
    yield Figure("possible", per_cpu, "per CPU s", 50_000, "more", note="各环节可以办的步骤")


def deadlines() -> Iterator[Figure]:
    """Sweep a million running deadlines on the day after the last sweep."""
    today = clocks.current().today()
    million_deadlines(today)
    DeadlineSweep.objects.all().delete()
    DeadlineSweep.objects.create(swept_through=today - timedelta(days=1), announced_year=9999)
    began = perf_counter()
    swept = sweep(today)
    spent = perf_counter() - began
    found = f"1,000,000 个在办期限，当日临期 {swept.near:,}、超期 {swept.late:,}"
    yield Figure("deadline_sweep", spent, "s", 1, note=found)


def memory() -> Iterator[Figure]:
    """Start an idle web process and read its resident memory."""
    code = (
        "import os,time;from gongjian.config.wsgi import application;"
        "print('up',flush=True);time.sleep(60)"
    )
    environment = os.environ | {"GONGJIAN_HOME": str(settings.GONGJIAN_HOME)}
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        used = psutil.Process(process.pid).memory_info().rss / 2**20
        process.terminate()
    yield Figure("rss_idle", used, "MB", 150, note="网页进程空闲")


def _open_case(cast: Cast) -> Matter:
    return Matter.objects.filter(agency=cast.agency, marking=["investigating"]).latest("id")


# In this order, cheapest preparation first; the last ones leave copied rows behind.
GROUPS: dict[str, Callable[[Cast, int], Iterator[Figure]]] = {
    "law": lambda cast, count: law(),
    "acts": lambda cast, count: acts(cast),
    "pages": lambda cast, count: pages(cast, _open_case(cast)),
    "paper": lambda cast, count: paper(),
    "leaking": lambda cast, count: leaking(cast),
    "log": lambda cast, count: log(),
    "memory": lambda cast, count: memory(),
    "deadlines": lambda cast, count: deadlines(),
    "redacting": lambda cast, count: redacting(),
    "copying": lambda cast, count: copying(),
    "crowd": lambda cast, count: crowd(cast),
    "searching": searching,
    "exporting": exporting,
    "pushing": pushing,
    "annual": annual,
    "growth": growth,
}


@dataclass
class Measured:
    """What came of a run; a group that ended early is named in `failed`, its figures stay."""

    figures: list[Figure] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def measured(
    cast: Cast, count: int, only: Collection[str], tell: Callable[[Figure], None]
) -> Measured:
    """Take every group, or those named, telling each figure as it comes."""
    found = Measured()
    for name, group in GROUPS.items():
        if only and name not in only:
            continue
        try:
            for figure in group(cast, count):
                found.figures.append(figure)
                tell(figure)
        except Exception as error:  # noqa: BLE001 -- whatever ends one group, the others go on
            told.exception("group %s ended early", name)
            found.failed[name] = f"{type(error).__name__}: {error}"
    return found
