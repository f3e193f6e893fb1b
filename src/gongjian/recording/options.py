"""What a person may choose in the form of a recording."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.common.clock import HOME_ZONE
from gongjian.matters.models import Step
from gongjian.ui.options import Choices, options

from .models import RecordingUpload

STEPS_LISTED = 200


@options("recording.uploads")
def own_uploads(actor: Actor, matter: Any) -> Choices:
    """List the files this person has handed in and not yet registered."""
    mine = RecordingUpload.objects.filter(officer=actor.officer)
    return [(str(one.uid), str(one)) for one in mine]


@options("recording.steps")
def steps(actor: Actor, matter: Any) -> Choices:
    """List the steps of the matter, the newest first."""
    newest = Step.objects.filter(matter=matter).order_by("-seq").only("uid", "name", "at")
    return [
        (str(s.uid), f"{s.name}（{s.at.astimezone(HOME_ZONE):%Y-%m-%d %H:%M}）")
        for s in newest[:STEPS_LISTED]
    ]


@options("recording.officers")
def handlers(actor: Actor, matter: Any) -> Choices:
    """List who handles the matter."""
    people = (matter.lead, matter.second) if matter is not None else ()
    return [(str(one.uid), one.name) for one in people if one is not None]
