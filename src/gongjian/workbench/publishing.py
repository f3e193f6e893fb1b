"""The tab «公示» of a case: rounds, versions, and what may be done about what is public."""

from typing import Any

from gongjian.cases.queries import case_of, decision_of
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.publicity.attaching import attachments_of
from gongjian.publicity.queries import items_of, objections_of, releases_of
from gongjian.publicity.rulings import rounds_of
from gongjian.publicity.supervising import urges_of

from .money import offered

ANSWER = "publicity.answer_objection"
# Who watches over what is published, and urges it.
SUPERVISING = frozenset({"supervisor", "agency_head", "legal_head"})
PUBLIC_ACTS = (
    "publicity.draft_ruling",
    "publicity.publish_ruling",
    "publicity.return_ruling",
    "publicity.withhold_ruling",
    "publicity.withdraw_ruling",
    "publicity.choose_attachment",
    "publicity.add_box",
    "publicity.confirm_attachment",
    "publicity.drop_attachment",
    "publicity.draft_correction",
    "publicity.correct_publication",
    "publicity.return_correction",
    "publicity.withdraw_publication",
    "publicity.judge_leak",
    "publicity.file_objection",
    ANSWER,
    "publicity.urge_publication",
    "publicity.answer_urge",
)
RULE = "publicity.set_display_period"


def publicity_tab(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return what the tab shows."""
    return {
        "releases": releases_of(matter),
        "items": items_of(matter),
        "ruling_rounds": rounds_of(matter),
        "attachments": attachments_of(matter),
        "objections": objections_of(matter),
        "urges": urges_of(matter),
        "without_penalty": matter.closed_at is not None and decision_of(case_of(matter)) is None,
        # Whoever objected told his name to be answered, and to nobody else.
        "may_know_objector": acts.may(actor, acts.service(ANSWER), matter),
        "rule_act": acts.service(RULE) if acts.may(actor, acts.service(RULE)) else None,
        "public_acts": offered(PUBLIC_ACTS, actor, matter, clock),
    }
