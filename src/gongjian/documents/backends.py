"""Who seals, and where files are kept, by the settings of this installation."""

from pathlib import Path
from typing import Any

from django.conf import settings

from .paper.signing import LocalSeal, SealBackend


def seal_backend() -> SealBackend:
    """Return the seal service. Production makes no keys by itself: `gongjian init` does."""
    return LocalSeal(
        Path(settings.GONGJIAN_HOME) / "keys",
        create=settings.GONGJIAN_MODE != "production",
        font_dirs=tuple(settings.GONGJIAN_FONT_DIRS),
    )


def file_store() -> Any:
    """Return the vault of this installation."""
    from gongjian.vault.store import store

    return store()
