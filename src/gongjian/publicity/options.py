"""What a person may choose in the forms of publication."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import options

from .models import PublicItem


@options("publicity.live_item")
def live_item(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what is on the portal of this matter."""
    shown = PublicItem.objects.filter(decision__case__matter=matter, state="live")
    return [(str(i.uid), f"{i.number}（{i.published_on.isoformat()} 公示）") for i in shown]
