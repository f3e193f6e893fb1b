"""What a guardian is ordered to do where the one who acted cannot be punished (责令管教、看管治疗).

Source: 行政处罚法 第三十条、第三十一条;
公安机关办理行政案件程序规定 第一百五十七条、第一百五十八条.
"""

from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.definitions import knows

from .beside import latest_guardian
from .choices import NoPenaltyGround
from .models import Case

ORDERS = {
    NoPenaltyGround.UNDER_14: "责令其监护人严加管教。",
    NoPenaltyGround.NO_CAPACITY: "责令其监护人严加看管和治疗。",
}


def order_for(ground: str) -> str:
    """Return the order that such a ground asks for; "" where it asks for none."""
    return ORDERS.get(NoPenaltyGround(ground), "") if ground else ""


def guardian_named(case: Case, ground: str) -> bool:
    """Tell whether an order that such a ground asks for goes to somebody; a query where it does."""
    return not order_for(ground) or latest_guardian(case) is not None


def check_ordered(case: Case, ground: str, discipline: str) -> None:
    """Ask that the decision not to punish says what the guardian must do, and that there is one.

    Raises:
        RuleBroken: the ground asks for an order, and nobody is registered to whom it goes.
        InvalidInput: the ground asks for it, and nothing is said.
    """
    if not guardian_named(case, ground) and knows(case.matter, "cases.register_guardian"):
        raise RuleBroken("还没有登记责令其管教、看管的监护人，请先退回承办人登记")
    order = order_for(ground)
    if order and not discipline.strip():
        raise InvalidInput({"discipline": f"应当在决定书中载明，例如“{order}”"})
