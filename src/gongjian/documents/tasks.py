"""Work outside the transaction."""

from uuid import UUID

from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from .models import Document
from .services.issuing import issue
from .services.making import RENDER
from .services.signing import DROP_ORIGINAL, RENDER_SIGNED, drop_original, render_signed


@job(RENDER)
def render(*, clock: Clock, document: str) -> None:
    """Make and record the files of a document; does nothing once they are recorded.

    Nor for a case that has become a state secret since: nothing more is written of it here.
    """
    found = Document.objects.select_related("matter").get(uid=UUID(document))
    if found.matter.secret_since is None:
        issue(found, clock)


@job(RENDER_SIGNED)
def render_with_signatures(*, clock: Clock, document: str) -> None:
    """Draw the paper again with the signatures given on the screen; nothing once that is done."""
    found = Document.objects.select_related("matter").get(uid=UUID(document))
    if found.matter.secret_since is None:
        render_signed(found, clock)


@job(DROP_ORIGINAL)
def drop_original_of_finger(*, clock: Clock, sha256: str) -> None:
    """Keep the pixels alone of a finger: what it was drawn from goes."""
    drop_original(sha256)
