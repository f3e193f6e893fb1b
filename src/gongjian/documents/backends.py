"""Who seals, by the settings of this installation."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .paper.authority import open_authority

if TYPE_CHECKING:
    from .paper.signing import SealBackend


def make_authority() -> Path:
    """Make the signing authority of this installation unless there is one; return its folder."""
    folder = Path(settings.GONGJIAN_HOME) / "keys"
    open_authority(folder, create=True)
    return folder


def seal_backend() -> "SealBackend":
    """Return the seal service. Production makes no keys by itself: `gongjian init` does."""
    # The library of signatures takes a third of a start; most processes never seal.
    from .paper.signing import LocalSeal

    return LocalSeal(
        Path(settings.GONGJIAN_HOME) / "keys",
        create=settings.GONGJIAN_MODE != "production",
        font_dirs=tuple(settings.GONGJIAN_FONT_DIRS),
    )
