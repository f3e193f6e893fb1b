"""Sending a submission back unreviewed (不予审核，补办手续)."""

from dataclasses import dataclass

from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.review.models import SentBack
from gongjian.review.queries import open_request

from .people import no_former_handler, qualified


@dataclass(frozen=True)
class SendBackIncomplete:
    missing: str = fields.text(
        "缺少的手续和材料", max_length=1000, help="逐项写明应当补办什么；补办以后重新送审"
    )


@act("review.send_back_incomplete", title="不予审核，退回补办")
def send_back_incomplete(*, act: Act, cmd: SendBackIncomplete) -> SentBack:
    """Send back what was not submitted by the rules: no opinion, the missing steps are named.

    Source: XM4.3.4（未按审核程序办理的，不予审核，责令补办）.
    """
    matter: Matter = act.matter
    request = open_request(case_of(matter))
    if request is None:
        raise RuleBroken("没有待审核的送审材料")
    row = SentBack(
        request=request,
        submitted_by_id=request.submitted_by_id,
        missing=cmd.missing,
        sent_by_id=act.officer,
        at=act.now,
    )
    act.write(row)
    return row


for _test in (no_handler, no_former_handler, qualified):
    send_back_incomplete.requires(_test)
