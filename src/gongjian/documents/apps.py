"""Start-up of the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gongjian.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from gongjian.matters import ports

        from . import queries, services, tasks  # noqa: F401  (registers the act and the job)

        ports.hold_documents(queries.held)
