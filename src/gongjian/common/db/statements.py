"""Statements of reads, compiled once for each shape of query.

Django writes the text of a statement anew for every query, which takes longer than the database
takes to answer it. Nearly all reads of this house are of a few hundred shapes, with other values in
them. The shape is everything that the text depends on. Whatever is not known for sure to be told by
the shape is compiled as ever, and a statement is remembered only if its values are those expected.
With `Remembered.proving`, as in tests, the 1st, 2nd, 4th, 8th … use of each one is compiled all the
same and compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import lookups
from django.db.models.expressions import Col, Exists, NegatedExpression, Value
from django.db.models.fields import related_lookups
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.where import WhereNode

# About 20 KB each; figures of ours. Longer lists would fill it with one text for each length.
MOST, MOST_LISTED = 2048, 12
# What a compiler knows after writing a statement and needs for reading its rows.
READ_WITH = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
# Lookups of which class, column and placeholders are all that their text depends on.
PLAIN = frozenset(
    {
        lookups.Exact,
        lookups.In,
        lookups.GreaterThan,
        lookups.GreaterThanOrEqual,
        lookups.LessThan,
        lookups.LessThanOrEqual,
        lookups.IntegerFieldExact,
        lookups.IntegerGreaterThan,
        lookups.IntegerGreaterThanOrEqual,
        lookups.IntegerLessThan,
        lookups.IntegerLessThanOrEqual,
        related_lookups.RelatedExact,
        related_lookups.RelatedIn,
    }
)
LISTED = frozenset({lookups.In, related_lookups.RelatedIn})
NULL = frozenset({lookups.IsNull, related_lookups.RelatedIsNull})
# Attributes of a query that decide its text by their values, those that must be empty, those looked
# at one by one, and those that say nothing about the text. A query that has others is not known.
BY_VALUE = (
    "model",
    "alias_cols",
    "default_cols",
    "default_ordering",
    "standard_ordering",
    "order_by",
    "values_select",
    "low_mark",
    "high_mark",
    "distinct",
    "distinct_fields",
    "combinator",
    "combinator_all",
    "subquery",
    "alias_prefix",
    "select_for_update",
    "select_for_update_nowait",
    "select_for_update_skip_locked",
    "select_for_update_of",
    "select_for_no_key_update",
)
MUST_BE_EMPTY = (
    "extra",
    "extra_tables",
    "extra_order_by",
    "_filtered_relations",
    "group_by",
    "explain_info",
)
LOOKED_AT = {"alias_refcount", "alias_map", "select", "select_related", "where", "annotations"}
LOOKED_AT |= {
    "combined_queries",
    "external_aliases",
    "annotation_select_mask",
    "extra_select_mask",
    "selected",
    "deferred_loading",
}
SILENT = {"table_map", "used_aliases", "filter_is_sticky", "base_table", "max_depth"}
SILENT |= {"_annotation_select_cache", "_extra_select_cache", "_lookup_joins"}
SILENT |= {"subq_aliases"}  # names kept free for later joins
SILENT |= {"_db", "contains_aggregate", "contains_over_clause"}  # told by the columns themselves
KNOWN = frozenset({*BY_VALUE, *MUST_BE_EMPTY, *LOOKED_AT, *SILENT})


class UnknownShape(Exception):
    """The text of a query may depend on more than its shape tells."""


@dataclass(slots=True)
class Statement:
    """A text, and what its rows are read with."""

    text: str
    read_with: dict[str, Any]
    converters: dict[int, Any]
    uses: int = 0


class Remembered(SQLCompiler):
    """A compiler that looks first whether it has written this statement before."""

    proving = False
    statements: dict[Any, Statement]
    known: Statement | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        if not with_limits:
            return super().as_sql(with_limits, with_col_aliases)
        try:
            shape, values = shape_of(self)
        except (UnknownShape, EmptyResultSet, FullResultSet):
            return super().as_sql(with_limits, with_col_aliases)
        key = shape, with_col_aliases  # which a count of rows asks for
        known = self.statements.get(key)
        if known is None:
            return self._written(key, values)
        if self.proving:
            self._prove(known, values, with_col_aliases)
        return self._read(known), values

    def _read(self, known: Statement) -> str:
        self.known = known
        self.__dict__.update(known.read_with)
        return known.text

    def _statement(self, text: str) -> Statement:
        read_with = {name: getattr(self, name) for name in READ_WITH}
        columns = [column for column, _, _ in self.select[: self.col_count]]
        return Statement(text, read_with, super().get_converters(columns))

    def _written(self, key: tuple[Any, bool], values: tuple[Any, ...]) -> Any:
        text, own = super().as_sql(with_col_aliases=key[1])
        if own == values and len(self.statements) < MOST:
            self.statements[key] = self._statement(text)
        return text, own

    def _prove(self, known: Statement, values: tuple[Any, ...], with_col_aliases: bool) -> None:
        known.uses += 1
        if known.uses & (known.uses - 1):
            return
        text, own = super().as_sql(with_col_aliases=with_col_aliases)
        if (text, own) != (known.text, values):
            msg = f"a statement was remembered wrongly: {known.text} {values} for {text} {own}"
            raise AssertionError(msg)

    def get_converters(self, expressions: list[Any]) -> dict[int, Any]:
        if self.known is not None:
            return self.known.converters
        return super().get_converters(expressions)


@lru_cache(maxsize=16)
def remembering(compiler: Any) -> Any:
    """Return a compiler of an engine with a memory; those that do not read stay as they are."""
    if compiler.__name__ != SQLCompiler.__name__:
        return compiler
    return type(compiler.__name__, (Remembered, compiler), {"statements": {}})


def shape_of(compiler: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return what the text of a query depends on, and the values that go with it.

    Raises:
        UnknownShape: it may depend on more.
        EmptyResultSet: no row can match.
    """
    query: Any = compiler.query
    if query.select_for_update and compiler.connection.get_autocommit():
        raise UnknownShape  # an error, which Django tells
    values: list[Any] = []
    shape = compiler.elide_empty, _shape(query, compiler, values)
    return shape, tuple(values)


def _shape(query: Any, compiler: Any, values: list[Any]) -> tuple[Any, ...]:
    own = query.__dict__
    get = own.get
    if (
        query.__class__ is not Query
        or not own.keys() <= KNOWN
        or own["model"]._meta.apps is not apps
    ):
        raise UnknownShape
    if any(get(name) for name in MUST_BE_EMPTY):
        raise UnknownShape
    if any(name.__class__ is not str for name in query.order_by):
        raise UnknownShape
    used = own["alias_refcount"]
    named, deferred = query.deferred_loading
    return (
        tuple([get(name) for name in BY_VALUE]),
        tuple(query.external_aliases.items()),  # columns of queries around it
        tuple([(used.get(alias), *_table(table)) for alias, table in own["alias_map"].items()]),
        tuple([_column(column) for column in query.select]),
        _nested(query.select_related),
        (frozenset(named), deferred),
        tuple([_annotation(n, value, values) for n, value in own["annotations"].items()]),
        *(_listed(get(name)) for name in ("annotation_select_mask", "extra_select_mask")),
        None if query.selected is None else tuple(query.selected.items()),
        _rows(query, compiler, values),
    )


def _rows(query: Any, compiler: Any, values: list[Any]) -> tuple[Any, ...]:
    """Know which rows are asked for: by conditions, or by those of several queries together."""
    if query.combinator:  # has conditions of its own too, which are not written
        return tuple([_shape(one, compiler, values) for one in query.combined_queries])
    return _condition(query.where, compiler, values)


def _listed(mask: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if mask is None else tuple(mask)


def _nested(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    return tuple([(name, _nested(below)) for name, below in tree.items()])


def _table(table: Any) -> tuple[Any, ...]:
    if table.__class__ is BaseTable:
        return table.table_name, table.table_alias
    if table.__class__ is not Join or table.filtered_relation is not None:
        raise UnknownShape
    joined = id(table.join_field), table.join_type, table.nullable
    return table.table_name, table.table_alias, table.parent_alias, *joined


def _column(column: Any) -> tuple[str, int]:
    if column.__class__ is not Col:
        raise UnknownShape
    return column.alias, id(column.target)


def _annotation(name: str, value: Any, values: list[Any]) -> tuple[Any, ...]:
    """Know a column by another name, and the constant number that `exists()` selects."""
    if value.__class__ is Col:
        return name, *_column(value)
    if value.__class__ is not Value or value.value.__class__ is not int:
        raise UnknownShape
    values.append(value.value)
    return name, value.value


def _condition(node: WhereNode, compiler: Any, values: list[Any]) -> tuple[Any, ...]:
    parts: list[Any] = [node.connector, node.negated]
    children: list[Any] = node.children
    for child in children:
        kind = child.__class__
        if kind is WhereNode:
            parts.append(_condition(child, compiler, values))
        elif kind in NULL:
            parts.append((kind, *_column(child.lhs), child.rhs))
        elif kind is lookups.Exact and child.lhs.__class__ in (Exists, NegatedExpression):
            parts.append((kind, *_exists(child, compiler, values)))
        elif kind in LISTED and child.rhs.__class__ is Query:
            parts.append((kind, *_column(child.lhs), _shape(child.rhs, compiler, values)))
        elif kind in PLAIN and child.rhs.__class__ is Col:
            parts.append((kind, *_column(child.lhs), "column", *_column(child.rhs)))
        elif kind in PLAIN:
            parts.append((kind, *_column(child.lhs), _value(child, compiler, values)))
        else:
            raise UnknownShape
    return tuple(parts)


def _exists(lookup: Any, compiler: Any, values: list[Any]) -> tuple[Any, ...]:
    """Know that a row exists, or does not."""
    asked = lookup.lhs
    negated = asked.__class__ is NegatedExpression
    found = asked.expression if negated else asked
    if lookup.rhs is not True or found.__class__ is not Exists or found.extra:
        raise UnknownShape
    return negated, _shape(found.query, compiler, values)


def _value(lookup: Any, compiler: Any, values: list[Any]) -> Any:
    """Add what a lookup compares with to the values; return its placeholders."""
    value = lookup.rhs
    if hasattr(value, "as_sql") or hasattr(value, "resolve_expression"):
        raise UnknownShape
    if value.__class__ is bool:
        return value  # a column of truth stands for itself, without a value
    text, own = lookup.process_rhs(compiler, compiler.connection)
    if len(own) > MOST_LISTED:
        raise UnknownShape
    values += own
    return text
