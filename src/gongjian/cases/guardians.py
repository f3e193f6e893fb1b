"""What a guardian is ordered to do where the one who acted cannot be punished (责令管教、看管治疗).

Source: 行政处罚法 第三十条、第三十一条;
公安机关办理行政案件程序规定 第一百五十七条、第一百五十八条.
"""

from gongjian.common.errors import InvalidInput

from .choices import NoPenaltyGround

ORDERS = {
    NoPenaltyGround.UNDER_14: "责令其监护人严加管教。",
    NoPenaltyGround.NO_CAPACITY: "责令其监护人严加看管和治疗。",
}


def order_for(ground: str) -> str:
    """Return the order that such a ground asks for; "" where it asks for none."""
    return ORDERS.get(NoPenaltyGround(ground), "") if ground else ""


def check_ordered(ground: str, discipline: str) -> None:
    """Ask that the decision not to punish says what the guardian must do.

    Raises:
        InvalidInput: the ground asks for it, and nothing is said.
    """
    order = order_for(ground)
    if order and not discipline.strip():
        raise InvalidInput({"discipline": f"应当在决定书中载明，例如“{order}”"})
