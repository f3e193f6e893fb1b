"""What money must know of review and litigation: written here for `remedies`, the floor above."""

from datetime import date

from gongjian.cases.models import Decision
from gongjian.common.acts import Act
from gongjian.payments.models import Proceeding, SurchargeDecision


def open_proceeding(
    act: Act,
    decision: Decision,
    kind: str,
    began_on: date,
    *,
    in_time: bool,
    surcharge: SurchargeDecision | None = None,
) -> Proceeding:
    """Note that a review or a lawsuit began: its days bear no surcharge from then on.

    One lodged too late does so only once it is taken up. `surcharge`: it is about that alone.

    Source: 行政处罚法 第七十三条第三款; 行政复议法 第二十条第二款.
    """
    row = Proceeding(
        decision=decision, kind=kind, began_on=began_on, in_time=in_time, surcharge=surcharge
    )
    act.write(row)
    return row


def take_up(act: Act, row: Proceeding) -> None:
    """Let a proceeding that was lodged too late count: its body or the court heard it."""
    row.in_time = True
    act.write(row)


def stay(act: Act, row: Proceeding, on: date) -> None:
    """Stop execution until the proceeding ends; of the surcharge alone where it is about that.

    Source: 行政处罚法 第七十三条第一款.
    """
    row.stayed_on = on
    act.write(row)


def close_proceeding(act: Act, row: Proceeding, ended_on: date, final_on: date) -> None:
    """Note the end of a proceeding, and the day after which nothing more can be lodged."""
    row.ended_on, row.final_on = ended_on, final_on
    act.write(row)
