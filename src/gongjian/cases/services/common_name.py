"""Several agencies decide in their common name: invited, joined, withdrawn (共同名义)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.cases.common_name import (
    any_invitable,
    common_of,
    decided_with,
    invitable,
    invitations_to,
    invited,
    others_of,
    text_of,
)
from gongjian.cases.events import CommonLeft
from gongjian.cases.joint import joint_of
from gongjian.cases.models import Case, CommonAgency, CommonText
from gongjian.cases.queries import case_of, latest_draft
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound
from gongjian.common.events import publish
from gongjian.intake.choices import ClueSource
from gongjian.intake.models import Clue
from gongjian.ledger.services import open_stream
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

from .people import certified, no_handler

INTO_SECRECY = "所涉案件转入涉密办理，不再以共同名义作出决定"


@dataclass(frozen=True)
class InviteAgency:
    agency: UUID = fields.ref("邀请的机关", of="cases.invitable_agency")
    reason: str = fields.text("共同作出决定的理由和依据", max_length=1000)
    clue: str = fields.text(
        "移送的线索", max_length=3000, help="写明当事人、已知的事实和有关规定；对方据此立案或者并案"
    )


@act("cases.invite_agency", title="邀请共同作出决定", final=True)
def invite_agency(*, act: Act, cmd: InviteAgency) -> CommonAgency:
    """Invite another agency to decide in the common name; it finds the clue among its own.

    Each keeps a case of its own with all its gates. This agency leads: it issues, delivers, charges
    and publishes.

    Raises:
        NotFound: no agency that may be invited.

    Source: 行政处罚法 第二十六条; 行政复议法 第十九条第二款; 行政诉讼法 第二十六条第四款.
    """
    case = case_of(act.matter)
    agency = invitable(case).filter(uid=cmd.agency).first()
    if agency is None:
        raise NotFound("没有可以邀请的这个机关，请从列表中选择")
    if common_of(case) is None:
        _lead(act, case, cmd.reason)
    row = CommonAgency(
        lead=case,
        agency=agency,
        clue=_handed_over(act, case, agency, cmd.clue),
        reason=cmd.reason,
        invited_by_id=act.officer,
        invited_at=act.now,
    )
    act.write(row)
    return row


def _lead(act: Act, case: Case, reason: str) -> None:
    row: CommonAgency = getattr(case, "common", None) or CommonAgency(
        lead=case, case=case, agency=case.matter.agency
    )
    row.reason, row.invited_by_id, row.invited_at = reason, act.officer, act.now
    row.left_on, row.left_by, row.left_reason = None, None, ""
    act.write(row)


def _handed_over(act: Act, case: Case, agency: Agency, told: str) -> Clue:
    unit = agency.units.filter(kind="enforcement").order_by("id").first()
    assert unit is not None, "invitable() asked"
    clue = Clue(
        stream=open_stream("clue"),
        agency=agency,
        unit=unit,
        source=ClueSource.TRANSFER,
        subject=f"{case.matter.agency.name}邀请共同办理：{case.party.name}{case.cause}"[:200],
        content=told,
        found_on=act.today,
        registered_by_id=act.officer,
        registered_at=act.now,
    )
    act.write(clue, stream=clue.stream)
    return clue


invite_agency.requires(no_handler)


@invite_agency.requires
def _leads_or_alone(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    if invited(case):
        return "本案已经接受其他机关的邀请"
    if not case.party.id_index:
        return "当事人没有登记证件号码或者统一社会信用代码，无法由几个机关共同办理"
    if why := _several_parties(case):
        return why
    return "" if any_invitable(case) else "没有同属一个人民政府、可以邀请的其他机关"


def _several_parties(case: Case) -> str:
    if joint_of(case) is not None:
        return "本案与其他当事人的案件一并作出决定，不能再由几个机关共同作出"
    return ""


@dataclass(frozen=True)
class AcceptCommon:
    invitation: UUID = fields.ref("邀请", of="cases.common_invitation")
    opinion: str = fields.text(
        "本机关的职权依据和意见", max_length=1000, help="写明本机关对这一违法行为有管辖权的规定"
    )


@act("cases.accept_common", title="同意共同作出决定", final=True)
def accept_common(*, act: Act, cmd: AcceptCommon) -> CommonAgency:
    """Join another agency's decision with the own case on the same party; no gate is shared.

    Raises:
        NotFound: no open invitation to this agency that concerns this party.

    Source: 行政处罚法 第二十二条、第二十五条; 行政复议法 第十九条第二款.
    """
    case = case_of(act.matter)
    asked = next((i for i in invitations_to(act.actor, case) if i.uid == cmd.invitation), None)
    standing = CommonAgency.objects.select_for_update(of=("self",)).filter(left_on__isnull=True)
    row = (
        standing.select_related("lead__matter__stream").filter(pk=asked.pk if asked else 0).first()
    )
    if row is None:
        raise NotFound("没有针对本案当事人的这项邀请，请从列表中选择")
    row.case, row.opinion = case, cmd.opinion
    row.accepted_by_id, row.accepted_at = act.officer, act.now
    act.write(row)
    act.write(row, stream=row.lead.matter.stream)
    return row


accept_common.requires(no_handler)


@accept_common.requires
def _somebody_invites(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    if common_of(case) is not None:
        return "本案已经与其他机关共同作出决定"
    if why := _several_parties(case):
        return why
    return "" if invitations_to(actor, case) else "没有其他机关就本案当事人提出的邀请"


@dataclass(frozen=True)
class LeaveCommon:
    reason: str = fields.text("不再共同作出决定的理由", max_length=1000)


@act("cases.leave_common", title="不再共同作出决定", final=True)
def leave_common(*, act: Act, cmd: LeaveCommon) -> CommonAgency:
    """Withdraw from a common decision before it is made: an invited agency alone, the leader all.

    The cases go on, each decided by its own agency.

    Source: 行政处罚法 第五十七条.
    """
    return _left(act, case_of(act.matter), cmd.reason)


def _left(act: Act, case: Case, reason: str) -> CommonAgency:
    own, matter = case.common, case.matter
    others = tuple(decided_with(matter))
    gone = [own] if invited(case) else [*others_of(case), own]
    for row in gone:
        streams = {one.matter.stream for one in (row.lead, row.case) if one is not None}
        if row.case_id != row.lead_id:
            row.case = None
        row.left_on, row.left_by_id, row.left_reason = act.today, act.officer, reason
        for stream in streams:
            act.write(row, stream=stream)
    publish(act, CommonLeft(matter, others))
    return own


leave_common.requires(no_handler)


@leave_common.requires
def _in_common(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if common_of(case_of(matter)) else "本案没有与其他机关共同作出决定"


def leave_common_for_secrecy(act: Act, case: Case) -> None:
    """Separate a case that becomes a state secret from those of other agencies."""
    if common_of(case) is not None:
        _left(act, case, INTO_SECRECY)


def apart(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a case which ends in another way stands in no common decision."""
    if common_of(case_of(matter)) is None:
        return ""
    return "本案与其他机关以共同名义作出决定，请先办理“不再共同作出决定”"


@dataclass(frozen=True)
class HandOverText:
    note: str = fields.text("说明", max_length=1000, required=False)


@act("cases.hand_over_text", title="送交共同决定的文本")
def hand_over_text(*, act: Act, cmd: HandOverText) -> CommonText:
    """Let the invited agencies read the proposed decision; nothing else of the case is shown."""
    case = case_of(act.matter)
    draft = latest_draft(case)
    assert draft is not None, "asked below"
    row = CommonText(case=case, draft=draft, handed_by_id=act.officer, handed_at=act.now)
    act.write(row)
    return row


hand_over_text.requires(certified)


@hand_over_text.requires
def _something_new(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    if not others_of(case):
        return "本案没有邀请其他机关共同作出决定"
    draft, text = latest_draft(case), text_of(case)
    if draft is None:
        return "还没有拟定处罚决定"
    if draft.acts:
        return "拟定的处罚分别决定两种以上违法行为，还不能以共同名义作出，请另案办理或者重新拟定"
    return "最新拟定的处罚决定已经送交" if text and text.draft_id == draft.pk else ""
