"""What the paper of a re-check says (复查记录)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongjian.common.acts import Act
from gongjian.orgs.models import Officer

from .choices import RecheckResult
from .identity import told as shown_as
from .models import CorrectionOrder
from .papers import certificate_number, day, details, moment

if TYPE_CHECKING:
    from .services.rechecking import RecheckCorrection


def recheck_record(
    act: Act, order: CorrectionOrder, cmd: "RecheckCorrection", second: Officer | None
) -> Mapping[str, Any]:
    """责令改正复查记录. Source: 环境保护主管部门实施按日连续处罚办法 第十条."""
    party, paper = order.case.party, order.delivery.document
    shown = shown_as(cmd.certificate_shown, cmd.unshown_because, dressed=cmd.dressed)
    notice = f"事先通知了当事人：{cmd.announced_because or '没有规定不得通知'}"
    return {
        "order": f"《{paper.title}》{paper.number}",
        "served_on": day(order.served_on),
        "correct_by": day(order.correct_by),
        "requirement": [line for line in order.requirement.split("\n") if line.strip()],
        "place": cmd.place,
        "started_at": moment(cmd.began_at),
        "ended_at": moment(cmd.ended_at),
        "party_name": party.name,
        "party_details": details(party),
        "on_site_person": cmd.present,
        "officers": [
            {"name": o.name, "certificate": certificate_number(o, act.today)}
            for o in (act.matter.lead, second)
            if o is not None
        ],
        "recorder": act.actor.name,
        "told": shown,
        "notice": "事先没有通知当事人" if cmd.unannounced else notice,
        "findings": cmd.findings,
        "result": str(RecheckResult(cmd.result).label),
        "evidence": [line for line in cmd.evidence.split("\n") if line.strip()],
        "recording": cmd.recording,
        "party_opinion": f"被复查人拒绝签名：{cmd.refused_signature}"
        if cmd.refused_signature
        else "以上记录已阅，与现场情况相符。",
        "witness": cmd.witness,
    }
