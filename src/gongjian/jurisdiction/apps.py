"""Start-up of the app."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class JurisdictionConfig(AppConfig):
    name = "gongjian.jurisdiction"
    label = "jurisdiction"
    verbose_name = "法域规则"

    def ready(self) -> None:
        """Take in the profiles that this installation has of its own, in its home folder."""
        from .profiles import add_profile_folder

        own = Path(settings.GONGJIAN_HOME) / "profiles"
        if own.is_dir():
            add_profile_folder(own)
