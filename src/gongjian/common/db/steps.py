"""Migrating step by step describes anew only the model that a step changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

Key = tuple[str, str]


@contextmanager
def narrow() -> Iterator[None]:
    """Let each step describe anew its own model, not all that are related to it.

    Nearly all our models are related, so Django would make some two hundred classes for each of
    five hundred steps. A class that still refers to the one before knows its table and key as
    well. Where a key or a relation itself is altered everything is made anew, and so it is for
    code that a migration runs (`is_delayed`).
    """
    before = ProjectState._find_reload_model  # type: ignore[attr-defined]
    ProjectState._find_reload_model = _changed  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = before  # type: ignore[attr-defined]


def _changed(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    self.is_delayed = True
    fields = set(self.models[app_label, model_name].fields)
    try:
        known = self.apps.get_model(app_label, model_name)
    except LookupError:
        return {(app_label, model_name)}
    before = {f.name for f in (*known._meta.local_fields, *known._meta.local_many_to_many)}
    altered = not delay and fields == before
    return set(self.models) if altered else {(app_label, model_name)}
