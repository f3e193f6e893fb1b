"""The base of every record table.

A record row is written only inside an act (`act.write`), which snapshots it into the ledger. The
database refuses DELETE always and UPDATE of every column not named in `MUTABLE`
(`common.db.triggers`), on both engines.
"""

import uuid
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelState
from django.utils.encoding import force_str


class Record(models.Model):
    """A row that the ledger vouches for.

    `CHANGE`: a condition on OLD and NEW that every UPDATE must meet, SQL that both engines read.
    `MUTABLE`: column names a later act may change. `SECRET`: column names whose snapshots are keyed
    hashes. `PARTNER` columns hold bigints of other tables; outside the house only `uid` is shown.
    """

    MUTABLE: ClassVar[frozenset[str]] = frozenset()
    SECRET: ClassVar[frozenset[str]] = frozenset()
    CHANGE: ClassVar[str] = ""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label_lower} {self.uid}"

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """Return a row as the database answered it; what was not asked for is read when needed.

        Django's way sets one attribute after another, in case somebody listens to it, which takes
        five times as long. Nobody does here, and a page makes a hundred rows.
        """
        row = cls.__new__(cls)
        row._state = state = ModelState()
        state.adding, state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 -- Django's name
        """Return the label of a value; Django puts a table of all labels together at each use."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: Any) -> Mapping[Any, Any]:
    """Return the labels of a column by value, still to be said in the language of the moment."""
    return dict(field.flatchoices)


def record_models() -> list[type[Record]]:
    """Return every concrete record table of the installed apps, in label order."""
    from django.apps import apps  # the registry is complete only after start-up

    found = [m for m in apps.get_models() if issubclass(m, Record)]
    return sorted(found, key=lambda m: m._meta.label_lower)
