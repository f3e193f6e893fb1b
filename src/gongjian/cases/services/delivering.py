"""What every delivery has in common (送达)."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases import papers
from gongjian.cases.announcing import PRIOR_NOTICES, announced_for
from gongjian.cases.choices import BY_HAND, AgentTask, CertificateShown, DeliveryWay
from gongjian.cases.identity import unshown_at_delivery
from gongjian.cases.models import Case, Delivery, FailedDelivery
from gongjian.common import fields
from gongjian.common.acts import Act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.catalogue import ONLINE_REVIEW, definition
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .agents import acting
from .failing import opens_public_notice

NO_CONSENT = (
    "电子送达须当事人同意并签订确认书：请先办理“确认电子送达”，"
    "或者改用其他方式（行政处罚法第六十一条）"
)
NO_ONLINE_REVIEW = (
    "决定书没有写明提交行政复议申请书的互联网渠道，不能电子送达：请先在机关信息中登记网址、重新制作，"
    "或者改用其他方式（行政复议法第二十二条）"
)


@dataclass(frozen=True)
class Delivered:
    """What a person states about any delivery."""

    way: str = fields.choice("送达方式", DeliveryWay.choices)
    served_on: date = fields.day("送达日期")
    place: str = fields.line("送达地点", secret=True)
    receiver: str = fields.line("受送达人或者代收人", max_length=100)
    agent: UUID | None = fields.ref(
        "代收的委托代理人",
        of="cases.agent",
        required=False,
        help="由委托代理人签收的选择；须授权代收文书",
    )
    refused: bool = fields.check("拒绝签收")
    witness: str = fields.only_for(
        "way",
        (DeliveryWay.LEFT,),
        fields.line("见证人", max_length=100, required=False, help="写见证人或者下面的拍照、录像"),
    )
    note: str = fields.line("备注", required=False)
    certificate_shown: str = fields.only_for(
        "way",
        BY_HAND,
        fields.code(
            "送达人表明身份的方式",
            of="cases.way_at_delivery",
            required=False,
            source="国办发〔2018〕118号 （五）; DZ3(1); KM2.1.2(1)",
        ),
        needed="直接送达、留置送达必填",
    )
    unshown_because: str = fields.only_for(
        "certificate_shown",
        (CertificateShown.EXCUSED,),
        fields.line("没有出示证件的特殊情况", required=False),
        needed="没有出示的必填",
    )
    posted_on: date | None = fields.only_for(
        "way",
        (DeliveryWay.PUBLIC_NOTICE,),
        fields.day("公告发布日期", required=False, help="送达日期填公告期满之日"),
        needed="公告送达必填",
    )
    recording: str = fields.line(
        "拍照、录像的编号和存放位置",
        required=False,
        help="留置送达没有见证人的必填",
        source="民事诉讼法 第八十九条",
    )


def unsigned(paper: Document) -> str:
    """Return why a document cannot be delivered yet, or ""."""
    if paper.state == DocumentState.ISSUED:
        return ""
    return f"《{paper.title}》正在制作和签章，还不能送达。请稍候刷新页面"


def delivery_of(
    act: Act, case: Case, paper: Document, cmd: Delivered, not_before: date
) -> Delivery:
    """Record that a document reached the party, with its receipt 送达回证.

    Raises:
        RuleBroken: the document is not issued yet.
        InvalidInput: delivered before it existed; refused or left without witness or recording;
            electronically without signed consent, or a decision that names no way to apply online
            for review; by public notice though no failure opened that way, or before its time had
            run; by hand though identity was not shown as it must be.

    Source: 行政处罚法 第六十一条; 行政复议法 第二十二条第二款; 民事诉讼法 第八十七条、第八十九条、
    第九十五条.
    """
    if why := unsigned(paper):
        raise RuleBroken(why)
    problems: dict[str, str] = {}
    if cmd.served_on < not_before:
        problems["served_on"] = f"送达日期早于文书作出日（{not_before.isoformat()}），请核对"
    agent = acting(case, cmd.agent, AgentTask.RECEIVE, cmd.served_on)
    if agent is not None and cmd.receiver != agent.name:
        problems["receiver"] = f"由代理人签收的，收件人应当是{agent.name}，请核对"
    left = cmd.way == DeliveryWay.LEFT
    if cmd.refused and not left:
        problems["way"] = "受送达人拒绝签收的，请选择“留置送达”，并写明见证人或者拍照、录像"
    if left and not (cmd.witness or cmd.recording):
        problems["witness"] = "留置送达应当有见证人，或者拍照、录像记录送达过程，请填写其一"
    if cmd.way == DeliveryWay.ELECTRONIC and not consented(act.matter, cmd.served_on):
        problems["way"] = NO_CONSENT
    elif cmd.way == DeliveryWay.ELECTRONIC and without_online_review(paper):
        problems["way"] = NO_ONLINE_REVIEW
    failed = opens_public_notice(paper) if cmd.way == DeliveryWay.PUBLIC_NOTICE else None
    if cmd.way == DeliveryWay.PUBLIC_NOTICE:
        problems |= _not_yet_public(act, cmd, paper, failed, not_before)
    if cmd.way in BY_HAND:
        shown, because = cmd.certificate_shown, cmd.unshown_because
        problems |= unshown_at_delivery(act.matter, cmd.served_on, shown, because)
    if problems:
        raise InvalidInput(problems)
    receipt = make(act, "delivery-receipt", papers.delivery_receipt(act, case, paper, cmd, agent))
    delivery = Delivery(
        case=case,
        document=paper,
        receipt=receipt,
        way=cmd.way,
        served_on=cmd.served_on,
        place=cmd.place,
        receiver=cmd.receiver,
        agent=agent,
        refused=cmd.refused,
        witness=cmd.witness,
        note=cmd.note,
        posted_on=cmd.posted_on if failed else None,
        after_failed=failed,
        recording=cmd.recording,
        certificate_shown=cmd.certificate_shown if cmd.way in BY_HAND else "",
        unshown_because=cmd.unshown_because if cmd.way in BY_HAND else "",
    )
    act.write(delivery)
    return delivery


def without_online_review(paper: Document) -> bool:
    """Tell whether a decision names no way to apply online for the review of it.

    Source: 行政复议法 第二十二条第二款.
    """
    if ONLINE_REVIEW not in definition(paper.kind).fields:
        return False
    return not json.loads(paper.data)["fields"].get(ONLINE_REVIEW)


def consented(matter: Matter, on: date) -> bool:
    """Tell whether the party had agreed in writing to electronic delivery by a day.

    Source: 行政处罚法 第六十一条第二款（当事人同意并签订确认书的）.
    """
    said = standing_documents(matter).filter(kind="electronic-delivery-consent").last()
    if said is None:
        return False
    values = json.loads(said.data)["fields"]
    signed_on = date.fromisoformat(values["signed_on"])
    return "不同意" not in values["party_opinion"] and signed_on <= on


def _not_yet_public(
    act: Act, cmd: Delivered, paper: Document, failed: FailedDelivery | None, not_before: date
) -> dict[str, str]:
    """Return what speaks against a delivery by public notice, by field."""
    if failed is None:
        told = "公告送达只能在其他方式无法送达之后使用，请先办理“登记送达未成”，写明原因和证明"
        return {"way": told}
    if cmd.posted_on is None or cmd.posted_on < max(not_before, failed.tried_on):
        return {"posted_on": "请填写公告发布日期，不得早于文书作出日和送达未成之日"}
    matter: Matter = act.matter
    term = announced_for(matter, cmd.posted_on, prior_notice=paper.kind in PRIOR_NOTICES)
    due = profile(matter.profile).due(term, cmd.posted_on, matter.domain)
    if cmd.served_on != due.due_on:
        told = f"公告期满之日是{due.due_on.isoformat()}，该日视为送达，请在期满后按该日登记"
        return {"served_on": told}
    return {}
