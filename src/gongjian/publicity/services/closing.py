"""What a case shows later closes what was published of it: it leaves the portal in the same act.

Source: 保守国家秘密法 第三十一条; 未成年人保护法 第一百零三条; 治安管理处罚法 第一百三十六条.
"""

from gongjian.cases.models import Assistance, Case, OnSpot, SecretCase
from gongjian.common.acts import Act
from gongjian.matters.events import ActDone
from gongjian.matters.services import end_beside
from gongjian.parties.models import Party
from gongjian.publicity.choices import ItemKind, ItemState, WithdrawalGround
from gongjian.publicity.gate import closed_by_rows, facts_about
from gongjian.publicity.models import PublicRuling
from gongjian.publicity.rulings import LIMIT, rulings_in, shown_rulings

from .withdrawing import WITHDRAWAL

# The rows that tell that a case is closed to the public.
TELLING = (Assistance, Case, OnSpot, Party, SecretCase)


def close_rulings(act: Act, event: ActDone) -> None:
    """Take down what the rows of the case close by now; nobody owes to publish the rest.

    No query where nothing was ruled, or the act wrote nothing that could close it.
    """
    told = (row for rows in act.written.values() for row in rows)
    if event.matter.ruled_on is None or not any(isinstance(row, TELLING) for row in told):
        return
    case = Case.objects.select_related("party", "matter", "on_spot").get(matter=event.matter)
    if not closed_by_rows(facts_about(case, ItemKind.COERCIVE_MEASURE, act.today)):
        return
    for item in shown_rulings(event.matter):
        _take_down(act, item)
    for paper in rulings_in(event.matter):
        end_beside(act, LIMIT, met=False, paper=paper.number)


def _take_down(act: Act, item: PublicRuling) -> None:
    item.state, item.withdrawn_on = ItemState.WITHDRAWN, act.today
    item.withdrawal_ground = WithdrawalGround.NOT_PUBLIC
    item.withdrawal_reason = WithdrawalGround.NOT_PUBLIC.label
    item.effective_on = item.withdrawal_due_on = act.today
    act.write(item)
    end_beside(act, WITHDRAWAL, paper=item.number)
