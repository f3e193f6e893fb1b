"""Who may decide a penalty of the ordinary procedure (谁有权决定)."""

from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.process import Hit

from .models import Case, Draft
from .rules import by_kind

# What a head of an agency signs: alone, or after the leaders have discussed it together.
BY_HEAD = frozenset({"head", "collective"})


def who_decides(matter: Matter, case: Case, draft: Draft, *, discussed: bool = False) -> Hit:
    """Return who may decide a draft; sums of one kind count together, the strictest answer wins.

    `discussed`: the draft belongs to those that the leaders discuss together.

    Source: 行政处罚法 第十八条第三款、第五十七条; table who-decides.
    """
    rules = table("who-decides", matter.profile)
    domain = matter.domain if matter.domain in rules.inputs["domain"].values else "other"
    return rules.strictest(
        {
            "procedure": "ordinary",
            "level": "agency",
            "discussion_required": discussed,
            "domain": domain,
            "party_kind": case.party.kind,
            **row,
        }
        for row in by_kind(draft.items)
    )


def beyond_power(matter: Matter, case: Case, draft: Draft) -> str:
    """Return why no head of this agency may decide a draft; "" when one may."""
    if not draft.items:
        return ""
    hit = who_decides(matter, case, draft)
    if hit.value in BY_HEAD:
        return ""
    return f"{hit.name}（{hit.source}），本机关无权作出这一决定，应当移送有权机关或者重新拟定"
