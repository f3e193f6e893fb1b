"""Valid commands of what the party does itself, and of the answers to it."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.queries import waiting_filings
from gongjian.common import acts
from gongjian.fileroom.queries import offerable

from .standing import NOBODY, Builder, Standing, fixed


def _recusal(at: Standing) -> Any:
    return acts.service("cases.apply_recusal").cmd(
        officer=at.matter.lead.uid, reason="承办人与举报人是近亲属。"
    )


def _answer(at: Standing) -> Any:
    filing = waiting_filings(at.matter).filter(kind="recusal").first()
    return acts.service("cases.answer_recusal").cmd(
        filing=filing.uid if filing else NOBODY, granted=False, answer="经审查，理由不成立。"
    )


def _claim_answer(at: Standing) -> Any:
    filing = waiting_filings(at.matter).filter(kind="goods").first()
    return acts.service("cases.answer_goods_claim").cmd(
        filing=filing.uid if filing else NOBODY, granted=False, answer="仍需作为证据保存。"
    )


def _reading(code: str, **values: Any) -> Builder:
    """Build an answer to the newest request to read the file."""

    def build(at: Standing) -> Any:
        filing = waiting_filings(at.matter).filter(kind="reading").first()
        known = {"filing": filing.uid if filing else NOBODY}
        return acts.service(code).cmd(**known, **values)

    return build


def _leave(at: Standing) -> Any:
    return acts.service("fileroom.grant_reading").cmd(
        filing=NOBODY, parts=tuple(offerable(at.matter))[:1] or ("none",), until_on=at.clock.today()
    )


COMMANDS: Mapping[str, Builder] = {
    "cases.issue_query_code": fixed("cases.issue_query_code", holder="party"),
    "cases.submit_statement": fixed("cases.submit_statement", content="金额过重。"),
    "cases.apply_recusal": _recusal,
    "cases.answer_recusal": _answer,
    "fileroom.apply_to_read": fixed("fileroom.apply_to_read", content="想看证据。"),
    "fileroom.grant_reading": _leave,
    "fileroom.refuse_reading": _reading(
        "fileroom.refuse_reading", ground="unfinished", answer="调查终结后再申请。"
    ),
    "fileroom.lift_masks": fixed("fileroom.lift_masks", because="当事人已经知道。"),
    "fileroom.add_mask": fixed(
        "fileroom.add_mask", page="1.1", x=10, y=10, width=50, height=50, what="证人姓名"
    ),
    "fileroom.open_reading": fixed("fileroom.open_reading", compared=True),
    "fileroom.record_drawing": fixed("fileroom.record_drawing", part=NOBODY, problem="已损坏。"),
    "fileroom.end_reading": fixed("fileroom.end_reading", reading=NOBODY, reason="材料选错。"),
    "cases.claim_goods": fixed("cases.claim_goods", content="台账与案件无关，请退还。"),
    "cases.answer_goods_claim": _claim_answer,
}
