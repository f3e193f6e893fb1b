"""Valid commands of the acts on a decision in the common name of several agencies."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import services
from gongjian.cases.common_name import invitable, same_words, text_of
from gongjian.cases.models import CommonAgency

from .standing import NOBODY, Builder, Standing, fixed


def _invite(at: Standing) -> Any:
    agency = invitable(at.case).first()
    return services.InviteAgency(
        agency=agency.uid if agency else NOBODY,
        reason="同时违反两个领域的规定。",
        clue="现场检查发现的情况。",
    )


def _accept(at: Standing) -> Any:
    rows = _invitations(at)
    return services.AcceptCommon(
        invitation=rows[0].uid if rows else NOBODY, opinion="本机关有管辖权。"
    )


def _invitations(at: Standing) -> list[CommonAgency]:
    open_ones = CommonAgency.objects.filter(case__isnull=True, left_on__isnull=True)
    return list(open_ones.filter(agency=at.matter.agency_id))


def _sign(at: Standing) -> Any:
    text = text_of(at.case)
    shown = same_words(text.draft) if text else "0" * 64
    return services.SignCommon(text_hash=shown, opinion="同意。", check_answers="已核对。")


COMMANDS: Mapping[str, Builder] = {
    "cases.invite_agency": _invite,
    "cases.accept_common": _accept,
    "cases.leave_common": fixed("cases.leave_common", reason="分别决定。"),
    "cases.hand_over_text": fixed("cases.hand_over_text"),
    "cases.sign_common": _sign,
    "cases.withdraw_signature": fixed("cases.withdraw_signature", reason="再作研究。"),
    "cases.close_common": fixed("cases.close_common", opinion="已经送达，结案。"),
}
