"""Building the demo: every case played by the services, at past moments, in the order of time."""

import heapq
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection, connections
from django.db.models import Q

from gongjian.accounts.demo import DemoCitizen, DemoCode, show_code, show_people
from gongjian.cases.choices import CodeHolder
from gongjian.cases.models import Case
from gongjian.cases.services.party import IssueQueryCode, grouped, issue_query_code
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.common.clock import HOME_ZONE, Clock
from gongjian.common.data import data_folder
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jobs.models import Job, JobState
from gongjian.jobs.services import work_until_idle
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.matters.services import ActivateProcess, activate_process
from gongjian.orgs.models import Agency
from gongjian.orgs.queries import actor_for
from gongjian.parties.choices import IdKind, PartyKind
from gongjian.publicity.models import Attachment
from gongjian.workbench import clock as demo_clock

from .afterwards import read_the_file
from .boards import hang_boards
from .data import CaseFacts, administrators, agencies, boards, cases, services
from .further import let_a_list_fall_behind, measure_forms, report_last_year
from .lists import publish_lists
from .people import enter_agency
from .story import Moment, Story
from .street import story_of

BEFORE = 45
# Where a party has most to do: its hearing is near, or it may state its view.
FOLLOWED = (["hearing_ready"], ["informed"])


class BrokenDemo(Exception):
    """The demo cannot be built; says at which case and step."""


@dataclass
class Traveller:
    """A clock that is set from moment to moment."""

    offset: timedelta = timedelta(0)

    def go_to(self, moment: datetime) -> None:
        """Let it be `moment` now."""
        self.offset = moment - Clock().now()


@contextmanager
def travelling() -> Iterator[Traveller]:
    """Let this process live in the past for a while."""
    traveller = Traveller()
    clocks.use_offset(lambda: traveller.offset)
    try:
        yield traveller
    finally:
        clocks.use_offset(demo_clock.offset)


def build(say: Callable[[str], None], most: int | None = None) -> None:
    """Enter agencies and people and play every case up to now, on as many cores as there are.

    With `most`, play only so many cases from the head of the list (0: people alone).

    Raises:
        BrokenDemo: an act was refused or a job failed.
    """
    now = Clock().now()
    with travelling() as traveller:
        _set_up(traveller, now)
    say(f"已登记 {len(agencies())} 个演示机关和人员")
    chosen = cases()[:most]
    _play_together(_shares(chosen, min(os.cpu_count() or 1, 4)), chosen, now)
    say(f"已按时间顺序办理 {len(chosen)} 件演示案件")
    _hand_out_a_code()


def _hand_out_a_code() -> None:
    """Let the handler of a running case give its party a code, which the demo shows to visitors."""
    # Cases are played side by side: which came first into the table is chance, the day is not.
    followed = Matter.objects.filter(closed_at=None, marking__in=FOLLOWED)
    running = followed.order_by("domain", "filed_on", "id").first()
    if running is None:
        return
    clock = clocks.current()
    code = issue_query_code(
        actor=actor_for(running.lead, "demo", clock.today()),
        matter=running.uid,
        cmd=IssueQueryCode(holder=CodeHolder.PARTY),
        clock=clock,
    )
    show_code(DemoCode(code.number, grouped(code.__dict__["plain"])))
    read_the_file(code)
    show_people(list(_citizens(running)))


def _citizens(followed: Matter) -> Iterator[DemoCitizen]:
    """Yield whom the demo's identity service knows: natural parties, each with a standing code."""
    clock = clocks.current()
    people = Case.objects.filter(party__kind=PartyKind.NATURAL, party__id_kind=IdKind.CITIZEN)
    others = people.exclude(matter=followed)
    for case in others.select_related("matter__lead", "party").order_by("id"):
        lead = actor_for(case.matter.lead, "demo", clock.today())
        if issue_query_code.unmet(lead, case.matter, clock):
            continue  # it has no number yet
        cmd = IssueQueryCode(holder=CodeHolder.PARTY)
        issue_query_code(actor=lead, matter=case.matter.uid, cmd=cmd, clock=clock)
        yield DemoCitizen(case.party.name, case.party.id_number)


def _shares(chosen: list[CaseFacts], processes: int) -> list[list[str]]:
    """Share the agencies out, those with many cases first; an agency's cases stay together."""
    size = Counter(facts.agency for facts in chosen)
    shares: list[list[str]] = [[] for _ in range(processes)]
    for code, _ in size.most_common():
        min(shares, key=lambda share: sum(size[c] for c in share)).append(code)
    return [share for share in shares if share]


def _play_together(shares: list[list[str]], chosen: list[CaseFacts], now: datetime) -> None:
    """Play each share in a process of its own: drawing documents takes most of the time."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL only
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_play_share, args=(share, chosen, now)) for share in shares]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise BrokenDemo("演示数据没有全部生成，原因见上")


def _play_share(codes: list[str], chosen: list[CaseFacts], now: datetime) -> None:
    with travelling() as traveller:
        for moment, story in _timeline(codes, chosen, now):
            traveller.go_to(moment.at)
            _play(moment, story)


def _set_up(traveller: Traveller, now: datetime) -> None:
    day = national_calendar().add_working_days(clocks.local_date(now), -BEFORE)
    traveller.go_to(datetime.combine(day, time(8, 30), HOME_ZONE))
    for path in sorted(data_folder("processes").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        activate_process(actor=SYSTEM, cmd=ActivateProcess(text=text))
    people = administrators()
    for known in agencies():
        agency = enter_agency(known, people)
        publish_lists(agency, *services(known))
        hang_boards(agency, boards(known), clocks.local_date(now))
        people = []
    known = agencies()[0]
    first = Agency.objects.get(code=known.code)
    report_last_year(first)
    traveller.go_to(datetime.combine(day + timedelta(days=1), time(9), HOME_ZONE))
    let_a_list_fall_behind(first, services(known)[0][0])
    traveller.go_to(now)
    measure_forms()


def _timeline(
    codes: list[str], chosen: list[CaseFacts], now: datetime
) -> Iterator[tuple[Moment, Story]]:
    """Yield every moment of every story that has come, in the order of time."""
    today = clocks.local_date(now)
    stories = [
        story_of(facts, number, today)
        for number, facts in enumerate(chosen)
        if facts.agency in codes
    ]
    for moment, story in heapq.merge(*map(_line, stories), key=lambda pair: pair[0].at):
        if moment.at <= now:
            yield moment, story


def _line(story: Story) -> Iterator[tuple[Moment, Story]]:
    return ((moment, story) for moment in story.moments())


def _play(moment: Moment, story: Story) -> None:
    try:
        moment.do()
        mine = _jobs_of(story)
        work_until_idle(among=mine)
    except Exception as error:
        where = f"{story.case.party['name']} {moment.name} {moment.at:%Y-%m-%d %H:%M}"
        raise BrokenDemo(f"演示数据生成失败：{where}：{error}") from error
    failed = Job.objects.filter(mine).exclude(state=JobState.DONE).first()
    if failed is not None:
        raise BrokenDemo(f"任务 {failed.kind} 失败：{failed.last_error}")


def _jobs_of(story: Story) -> Q:
    """Return which jobs this case waits for: other processes run those of theirs."""
    if not story.cases:  # the clue is no case yet
        return Q(pk__in=[])
    copies = Attachment.objects.filter(decision__case__matter__uid__in=story.cases)
    frozen = Document.objects.filter(matter__uid__in=story.cases, state=DocumentState.FROZEN)
    papers = Q(ids__document__in=[str(uid) for uid in frozen.values_list("uid", flat=True)])
    return papers | Q(ids__attachment__in=[str(u) for u in copies.values_list("uid", flat=True)])


def seal_everything() -> int:
    """Put every entry into the log and sign a checkpoint; return how many entries."""
    return seal()
