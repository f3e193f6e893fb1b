"""When an agency may ask the court to enforce: after every remedy, for three months."""

from datetime import timedelta

from gongjian.jurisdiction.profiles import profile
from gongjian.jurisdiction.reckoning import day_zh

from .choices import Toward
from .models import PaymentNotice, Proceeding
from .rules import Window
from .standing import account_of


def window_of(notice: PaymentNotice, debt: str = Toward.FINE) -> Window | None:
    """Return the window of the fine, or the gain, of a notice; None while a remedy runs.

    Without a remedy it opens on the day after the party's last day to lodge one; after a remedy on
    the day after its end; that of a fine not before the last of its approved parts. A remedy that
    its body refused leaves the party its own terms; one lodged too late and not taken up moves
    nothing, nor does one about a surcharge.

    Source: 行政强制法 第五十三条; 行政处罚法 第七十二条第二款; 行政复议法 第二十条;
    行政诉讼法 第四十六条.
    """
    matter = notice.matter
    rules, served = profile(matter.profile), notice.served_on
    ends = {
        "申请行政复议的期限": rules.due("remedy.review", served, matter.domain).due_on,
        "提起行政诉讼的期限": rules.due("remedy.litigation", served, matter.domain).due_on,
    }
    rows = Proceeding.objects.filter(decision=notice.decision, in_time=True, surcharge=None)
    proceedings = list(rows)
    if any(row.ended_on is None for row in proceedings):
        return None
    if proceedings:
        last = max(row.final_on or row.ended_on or served for row in proceedings)
        unheard = all(row.ended_on == row.began_on for row in proceedings)
        ends = (ends if unheard else {}) | {"复议、诉讼程序终结之日": last}
    last_part = account_of(notice).plan[-1].due_on
    if debt == Toward.FINE and last_part > notice.first_due_on:
        ends["暂缓、分期缴纳的期限"] = last_part
    reason, ended = max(ends.items(), key=lambda pair: pair[1])
    closes = rules.due("court-window", ended, matter.domain)
    words = (
        f"{reason}至{day_zh(ended)}届满",
        f"自{day_zh(ended + timedelta(1))}起可以申请人民法院强制执行",
        f"申请期限至{day_zh(closes.due_on)}",
    )
    return Window(ended + timedelta(1), closes.due_on, words)
