"""What SQLite stores in a column, by the field's kind.

SQLite takes any value in any column, and Django reads many wrong ones as something harmless: a date
of `7` as no date, a truth value of `-1` as no. A changed value must not hide behind that.
"""

from functools import cache

from django.db.models import ForeignKey, Model

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_MOMENT = f"{_DAY} [0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
_FRACTION = f"{_MOMENT}.{'[0-9]' * 6}"
_SHAPES = {
    "BooleanField": "typeof({c}) = 'integer' AND {c} IN (0, 1)",
    "DateField": f"{{c}} GLOB '{_DAY}'",
    "DateTimeField": f"({{c}} GLOB '{_MOMENT}' OR {{c}} GLOB '{_FRACTION}')",
    "UUIDField": "length({c}) = 32 AND {c} NOT GLOB '*[^0-9a-f]*'",
    "CharField": "typeof({c}) = 'text'",
    "SlugField": "typeof({c}) = 'text'",
    "TextField": "typeof({c}) = 'text'",
    "JSONField": "typeof({c}) = 'text'",
    "BinaryField": "typeof({c}) = 'blob'",
}
_INTEGER = "typeof({c}) = 'integer'"


@cache
def misshapen(model: type[Model]) -> str:
    """Return a SELECT of the uids (as bytes) whose rows hold a value of the wrong shape."""
    conditions = []
    for field in model._meta.concrete_fields:
        own = field.target_field if isinstance(field, ForeignKey) else field
        kind = own.get_internal_type()
        shape = _INTEGER if "Integer" in kind or "AutoField" in kind else _SHAPES.get(kind)
        if shape:
            column = f'"{field.column}"'
            conditions.append(f"({column} IS NULL OR ({shape.format(c=column)}))")
    table = model._meta.db_table
    return f'SELECT CAST(uid AS BLOB) FROM "{table}" WHERE NOT ({" AND ".join(conditions)})'  # noqa: S608
