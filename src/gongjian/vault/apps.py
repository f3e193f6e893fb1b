"""Start-up of the app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "gongjian.vault"
    label = "vault"
    verbose_name = "存证库"
