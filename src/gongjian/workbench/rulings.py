"""What stands beside the acts on decisions other than penalties: what the public would see."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.publicity.rulings import (
    due_on,
    open_rulings,
    render_ruling,
    rounds_of,
    waiting_rounds,
)

LABELS = {
    "agency": "执法机关",
    "party": "执法对象",
    "kind_label": "执法类别",
    "cause": "案由",
    "conclusion": "执法结论",
    "basis": "依据",
    "summary": "摘要",
}


def rulings_beside(actor: Actor, matter: Matter) -> dict[str, Any] | None:
    """Return each open decision: what the gate says, the paper, and the text as it is drawn."""
    drafted = {one.document_id: one for one in waiting_rounds(matter)}
    found = []
    for stands in open_rulings(matter, clocks.current().today()):
        waiting = drafted.get(stands.document.pk)
        data = waiting.data if waiting else render_ruling(stands.document, stands.case).data
        found.append(
            {
                "stands": stands,
                "release": waiting,
                "due_on": due_on(matter, stands.decided_on),
                "lines": [(label, _shown(data[name])) for name, label in LABELS.items()]
                if data
                else [],
                "hidden": data.get("hidden", []),
            }
        )
    return {
        "template": "workbench/beside/rulings.html",
        "wide": True,
        "rulings": found,
        "rounds": [one for one in rounds_of(matter) if one.return_reason],
    }


def _shown(value: Any) -> str:
    return str(value["name"]) if isinstance(value, dict) else str(value)
