"""Start-up of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongjian.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from . import services, tasks  # noqa: F401  # registers acts and jobs
