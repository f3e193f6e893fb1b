"""The acts on lists: drawn by one person, released by another, kept up to date by the system."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs import passes
from gongjian.orgs.events import MayNoLongerEnforce, PhotoTaken
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import agency_for_update
from gongjian.publicity.errors import SamePerson
from gongjian.publicity.events import TextLeaks
from gongjian.publicity.rendition import digest

from .choices import OF_CHECKS, ListKind, ListState, WithholdingGround
from .comparing import difference
from .content import draw
from .content.officers import enforcing, key_of, withheld_ids
from .content.prescribed import lacking
from .files import kept
from .models import Adjustment, ListFile, OpenList, Withholding
from .portraits import renew_portraits
from .queries import NOTHING, newest_of, open_adjustments, open_tasks, unlike, waiting_of

UPDATE = "publication.guide_update"
LIMITS: dict[str, str] = dict.fromkeys(OF_CHECKS, "publication.random_check")
CONFIRMED_BY = "register.confirmed_by"
CONFIRMED = (ListKind.BODIES, ListKind.OFFICERS)


@dataclass(frozen=True)
class DraftList:
    kind: str = fields.choice("清单", ListKind.choices)
    confirmed: str = fields.line(
        "确认机关和文号",
        required=False,
        help="执法主体和执法人员清单，当地规定须经确认的，写明确认的机关和文号",
    )


@act("exante.draft_list", title="生成清单新版本", about="list")
def draft_list(*, act: Act, cmd: DraftList) -> OpenList:
    """Draw a list from what the system holds today; nobody types a line of it.

    Raises:
        RuleBroken: a version waits for its check, nothing has changed, or a line leaves empty what
            the rules want of each.
        InvalidInput: the jurisdiction wants the register confirmed first.

    Source: 国办发〔2018〕118号 （四）; KM2.1.1(1)(2); KM3.2.2; DZ2(1).
    """
    agency = agency_for_update(act.agency)
    kind = ListKind(cmd.kind)
    if waiting_of(agency.pk, kind) is not None:
        raise RuleBroken(f"“{kind.label}”有一个版本待复核，请先复核或者退回")
    if kind in CONFIRMED and not cmd.confirmed and (by := confirmed_by(agency, act.today)):
        raise InvalidInput({"confirmed": f"须先经{by}确认，请写明确认的机关和文号"})
    content = draw(kind, agency, act.today)
    lack = lacking(kind, agency, content, act.today)
    if lack.told:
        raise RuleBroken(
            f"“{kind.label}”还不能公布，应当载明的内容有空缺——{'；'.join(lack.told)}。"
            f"请先补齐（{lack.source}）"
        )
    newest = newest_of(agency, kind)
    if newest is not None and newest.sha256 == digest(content):
        raise RuleBroken(f"“{kind.label}”与第 {newest.version} 版一致，没有需要公布的变化")
    row = _version(act, agency, kind, content, confirmed=cmd.confirmed)
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class PublishList:
    version: UUID = fields.ref("待复核的版本", of="exante.waiting")
    compared: bool = fields.check("已逐条核对变动，内容与实际一致")


@act("exante.publish_list", title="复核并公布清单", about="list", final=True)
def publish_list(*, act: Act, cmd: PublishList) -> OpenList:
    """Publish a drawn version: it is what the portal shows from today.

    Raises:
        SamePerson: the actor drew this version.
        RuleBroken: the system's data changed since it was drawn.

    Source: 国办发〔2018〕118号 （四）; DZ1(1).
    """
    if not cmd.compared:
        raise InvalidInput({"compared": "请先逐条核对变动，再勾选"})
    row = _waiting(act, cmd.version)
    if row.drafted_by_id == act.officer:
        raise SamePerson("您生成了这个版本，须由另一人复核")
    if digest(draw(row.kind, row.agency, act.today)) != row.sha256:
        raise RuleBroken("生成之后系统里的资料又有变化。请退回这个版本，重新生成")
    row.state, row.valid_from = ListState.PUBLISHED, act.today
    row.version = _next_version(row.agency, row.kind)
    row.checked_by_id, row.checked_at = act.officer, act.now
    act.write(row, *kept(row), *_settled(act, row), stream=row.agency.stream)
    if row.kind == ListKind.OFFICERS:
        renew_portraits(row.agency)
    return row


@dataclass(frozen=True)
class ReturnList:
    version: UUID = fields.ref("待复核的版本", of="exante.waiting")
    reason: str = fields.text("退回理由", max_length=500)


@act("exante.return_list", title="退回清单版本", about="list")
def return_list(*, act: Act, cmd: ReturnList) -> OpenList:
    """Send a drawn version back with a reason."""
    row = _waiting(act, cmd.version)
    row.state, row.return_reason = ListState.RETURNED, cmd.reason
    row.checked_by_id, row.checked_at = act.officer, act.now
    act.write(row, stream=row.agency.stream)
    return row


# --- who is protected, and who may enforce no more ----------------------------------------------


@dataclass(frozen=True)
class WithholdOfficer:
    officer: UUID = fields.ref("执法人员", of="orgs.colleague")
    ground: str = fields.choice("理由类别", WithholdingGround.choices, source="DZ四（三）")
    reason: str = fields.text("具体理由", max_length=1000)


@act("exante.withhold_officer", title="批准不公开执法人员信息", about="list", final=True)
def withhold_officer(*, act: Act, cmd: WithholdOfficer) -> Withholding:
    """Let the public register only count an officer; versions that name him are shown no more.

    Raises:
        RuleBroken: the officer is withheld already.

    Source: DZ四（三）; LF1.2; REQUIREMENTS P3.
    """
    officer = _colleague(act, cmd.officer)
    if officer.pk == act.officer:
        raise RuleBroken("不能批准不公开自己的信息，请由另一名负责人办理")
    if Withholding.objects.filter(officer=officer, to_on__isnull=True).exists():
        raise RuleBroken(f"{officer.name}已经不公开，无需重复批准")
    row = Withholding(
        officer=officer,
        ground=cmd.ground,
        reason=cmd.reason,
        approved_by_id=act.officer,
        from_on=act.today,
    )
    stream = officer.agency.stream
    act.write(row, stream=stream)
    # The new version leaves the officer out; those that name him close.
    act.write(*strike(act, officer.agency), *_closed(act, officer), stream=stream)
    renew_portraits(officer.agency)
    passes.renew([officer])
    return row


def close_leaking(act: Act, event: TextLeaks) -> None:
    """Show versions of lists no more that hold what must not be public.

    Source: 个人信息保护法 第五十七条.
    """
    places = {place.removeprefix(f"/lists/{event.agency.code}/") for place in event.places}
    shown = OpenList.objects.filter(
        agency=event.agency, state=ListState.PUBLISHED, closed_on__isnull=True
    )
    leaking = [one for one in shown.order_by("pk") if f"{one.kind}/{one.version}" in places]
    for one in leaking:
        one.closed_on = act.today
    act.write(*leaking, stream=event.agency.stream)
    renew_portraits(event.agency)


@dataclass(frozen=True)
class EndWithholding:
    officer: UUID = fields.ref("执法人员", of="exante.withheld")


@act("exante.end_withholding", title="恢复公开执法人员信息", about="list", final=True)
def end_withholding(*, act: Act, cmd: EndWithholding) -> Withholding:
    """Let the next version of the register name an officer again; closed versions stay closed."""
    officer = _colleague(act, cmd.officer)
    row = Withholding.objects.filter(officer=officer, to_on__isnull=True).first()
    if row is None:
        raise RuleBroken(f"{officer.name}的信息没有批准不公开，无需恢复")
    row.to_on = act.today
    act.write(row, stream=officer.agency.stream)
    passes.renew([officer])
    return row


def strike_from_register(act: Act, event: MayNoLongerEnforce | PhotoTaken) -> None:
    """Take who may no longer enforce off the public register at once, and what photo was taken.

    Source: P3; KM4.3.
    """
    agency = Agency.objects.select_related("stream").get(pk=event.officer.agency_id)
    act.write(*strike(act, agency), stream=agency.stream)
    renew_portraits(agency)


def strike(act: Act, agency: Agency) -> list[OpenList | ListFile]:
    """Return a version of the register without those who may not be on it; [] if none is on it.

    First the version, then its files.

    Only lines go: what else has changed waits for two persons.
    """
    newest = newest_of(agency, ListKind.OFFICERS)
    if newest is None:
        return []
    hidden = withheld_ids(agency)
    papers = enforcing(agency, act.today)
    allowed = {key_of(paper) for paper in papers if paper.officer_id not in hidden}
    rows = [row for row in newest.content["rows"] if row["key"] in allowed]
    drawn, shown = draw(ListKind.OFFICERS, agency, act.today), newest.content.get("photos", {})
    today = drawn.get("photos", {})
    photos = {key: name for key, name in shown.items() if today.get(key) == name}
    if len(rows) == len(newest.content["rows"]) and photos == shown:
        return []
    content = {**newest.content, "rows": rows, "notes": drawn["notes"]}
    content.pop("photos", None)
    content |= {"photos": photos} if photos else {}
    row = _version(act, agency, ListKind.OFFICERS, content, confirmed=newest.confirmed)
    row.struck_from, row.drafted_by_id = newest, None
    row.state, row.valid_from = ListState.PUBLISHED, act.today
    row.version = _next_version(agency, ListKind.OFFICERS)
    return [row, *kept(row)]


@dataclass(frozen=True)
class OfAgency:
    agency: UUID = fields.hidden()


@act("exante.strike_expired", title="移除证件到期的执法人员", about="list")
def strike_expired(*, act: Act, cmd: OfAgency) -> OpenList:
    """Take off the public register whose certificate ran out. Done by the system."""
    agency = _agency_by_uid(cmd.agency)
    struck = strike(act, agency)
    if not struck:
        raise RuleBroken("名册上的执法证件都在有效期内")
    act.write(*struck, stream=agency.stream)
    renew_portraits(agency)
    assert isinstance(struck[0], OpenList)
    return struck[0]


# --- keeping up with the system's data ----------------------------------------------------------


@dataclass(frozen=True)
class NoteAdjustment:
    agency: UUID = fields.hidden()
    kind: str = fields.choice("清单", ListKind.choices)


@act("exante.note_adjustment", title="登记清单调整任务", about="list")
def note_adjustment(*, act: Act, cmd: NoteAdjustment) -> Adjustment:
    """Open a task when a published list no longer says what the system holds; end an idle one.

    The limit is the profile's, counted from the day the change was noticed.

    Raises:
        RuleBroken: nothing to open and nothing to end.

    Source: HN2; XM4.1.2; LF2.1; DZ2(2).
    """
    agency = _agency_by_uid(cmd.agency)
    newest = newest_of(agency, cmd.kind)
    content = draw(cmd.kind, agency, act.today)
    owed = open_adjustments(agency.pk).get(cmd.kind)
    if unlike(cmd.kind, newest, content) == (owed is not None):
        raise RuleBroken("清单没有新的变化")
    if owed is not None:
        owed.closed_on = act.today
        act.write(owed, stream=agency.stream)
        return owed
    row = _adjustment(act, agency, cmd.kind, newest.content if newest else NOTHING, content)
    act.write(row, stream=agency.stream)
    return row


def _adjustment(
    act: Act, agency: Agency, kind: str, published: dict[str, Any], content: dict[str, Any]
) -> Adjustment:
    rules, limit = profile(agency.profile), LIMITS.get(kind, UPDATE)
    told = difference(published, content).told
    start = act.today
    if kind == ListKind.CHECK_RESULTS:
        start = _ended_first(published, content, act.today)
    due = rules.due(limit, start, agency.domain)
    rule = rules.parameter(limit, agency.domain, on=start)
    return Adjustment(
        agency=agency,
        kind=kind,
        noticed_on=start,
        due_on=due.due_on,
        rule=rule.citation,
        explanation=[*told, *due.explanation],
    )


def _ended_first(published: dict[str, Any], content: dict[str, Any], today: date) -> date:
    """Return when the first check ended whose result is not public as it stands."""
    known = {row["key"]: row["cells"] for row in published["rows"]}
    changed = [row["cells"] for row in content["rows"] if known.get(row["key"]) != row["cells"]]
    return min((date.fromisoformat(cells["checked_on"]) for cells in changed), default=today)


def _settled(act: Act, published: OpenList) -> list[Adjustment]:
    """Return the tasks that this version settles, ended: two persons have looked it through."""
    owed = list(open_tasks(published.agency_id).filter(kind=published.kind))
    for task in owed:
        task.closed_on = act.today
    return owed


def confirmed_by(agency: Agency, on: Any) -> str:
    """Return who confirms the registers of bodies and officers here, or "". Source: KM3.2.2."""
    rule = profile(agency.profile).parameter(CONFIRMED_BY, agency.domain, on=on)
    return "、".join(str(item["label"]) for item in rule.items if isinstance(item, dict))


# --- finding and making rows --------------------------------------------------------------------


def _version(
    act: Act, agency: Agency, kind: ListKind, content: dict[str, Any], *, confirmed: str
) -> OpenList:
    rounds = OpenList.objects.filter(agency=agency, kind=kind).order_by("-round")
    last = rounds.values_list("round", flat=True).first() or 0
    return OpenList(
        agency=agency,
        kind=kind,
        round=last + 1,
        state=ListState.DRAFTED,
        drafted_by_id=act.actor.officer,
        drafted_at=act.now,
        confirmed=confirmed,
        sha256=digest(content),
        content=content,
    )


def _next_version(agency: Agency, kind: str) -> int:
    newest = newest_of(agency, kind)
    return (newest.version or 0) + 1 if newest else 1


def _closed(act: Act, officer: Officer) -> list[OpenList]:
    """Return the published versions that name an officer or his certificates, closed from today."""
    keys = {key_of(paper) for paper in officer.certificates.all()}
    found = OpenList.objects.filter(
        agency=officer.agency_id,
        kind__in=(ListKind.OFFICERS, ListKind.CHECK_RESULTS),
        state=ListState.PUBLISHED,
        closed_on__isnull=True,
    )
    naming = [one for one in found if _names(one, keys, officer.name)]
    for one in naming:
        one.closed_on = act.today
    return naming


def _names(version: OpenList, keys: set[str], name: str) -> bool:
    rows = version.content["rows"]
    if version.kind == ListKind.OFFICERS:
        return bool(keys & {row["key"] for row in rows})
    return any(name in row["cells"]["officers"].split("、") for row in rows)


def _waiting(act: Act, uid: UUID) -> OpenList:
    found = OpenList.objects.filter(uid=uid, agency=act.agency).select_for_update(of=("self",))
    row = found.select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这个清单版本，或者不是本机关的，请从列表中重新选择")
    if row.state != ListState.DRAFTED:
        raise RuleBroken("这个版本已经公布或者退回，请刷新页面")
    return row


def _agency_by_uid(uid: UUID) -> Agency:
    found = Agency.objects.select_related("stream").filter(uid=uid).first()
    if found is None:
        raise NotFound("没有这个机关")
    return found


def _colleague(act: Act, uid: UUID) -> Officer:
    found = Officer.objects.filter(uid=uid, agency=act.agency).select_related("agency__stream")
    officer = found.first()
    if officer is None:
        raise NotFound("没有这名执法人员，或者不是本机关的，请从列表中重新选择")
    return officer
