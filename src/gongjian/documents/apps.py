"""Start-up of the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gongjian.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from gongjian.matters import ports

        from . import locks, options, queries, services, tasks, typed  # noqa: F401  (registers acts)
        from .catalogue import definitions

        locks.hold()
        ports.hold_documents(queries.held)
        for form in definitions().values():
            if form.typed:
                typed.register(form)
