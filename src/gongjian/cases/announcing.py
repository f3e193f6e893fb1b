"""How long a paper hangs out in public until it counts as delivered (公告期)."""

from datetime import date

from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

PUBLIC_NOTICE = "delivery.public_notice"
# The police tell what they are going to decide by a shorter notice than they deliver a decision.
OF_PRIOR_NOTICE = "police.notice_posted"
PRIOR_NOTICES = ("penalty-notice", "public-order-notice")


def announced_for(matter: Matter, on: date, *, prior_notice: bool) -> str:
    """Return the code of the time for which a paper of this matter is posted.

    Source: 民事诉讼法 第九十五条; 公安机关办理行政案件程序规定 第三十六条第四款、第一百六十八条.
    """
    own = prior_notice and profile(matter.profile).layers(OF_PRIOR_NOTICE, matter.domain, on)
    return OF_PRIOR_NOTICE if own else PUBLIC_NOTICE
