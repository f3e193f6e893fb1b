"""Conditions of steps: a small language, parsed with `ast` and never evaluated as Python.

    not review_required or since('pass_review', 'return_for_supplement')

Allowed are facts, `happened('step')`, `since('a', 'b', …)` (a happened, and none of b … after the
last a), `and`, `or`, `not`, `==`, `!=`, `in`, `not in`. Everything else is refused by name.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_LENGTH = 1000
MAX_DEPTH = 40


class GuardError(ValueError):
    """The text is no condition; the message is Chinese and says what is wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class FactDef:
    """Something finite that is true of a matter: told by a table, by rows, or found by a person.

    `awaited`: a run may wait until it has the value it needs (time passes, a document is made). A
    fact that is not awaited is given: the procedure must be able to end for each of its values.
    `fixed`: it never changes during a run.
    """

    code: str
    label: str
    label_false: str
    values: tuple[bool | str, ...]
    labels: Mapping[str, str]
    origin: str
    awaited: bool = False
    fixed: bool = False

    @property
    def is_bool(self) -> bool:
        return isinstance(self.values[0], bool)

    def words(self, value: bool | str) -> str:
        """Return in Chinese that the fact has this value."""
        if self.is_bool:
            return self.label if value else self.label_false
        return f"{self.label}为“{self.labels.get(str(value), value)}”"


@dataclass(frozen=True, slots=True)
class Fact:
    fact: FactDef
    values: tuple[bool | str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The step happened, and none of the resets after its last time."""

    step: str
    resets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Guard"


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Guard", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Guard", ...]


Guard = Fact | Since | Not | AllOf | AnyOf


def parse_guard(text: str, facts: Mapping[str, FactDef], steps: Mapping[str, Any]) -> Guard:
    """Return the condition that `text` states.

    Raises:
        GuardError: unknown name, wrong kind of value, or anything outside the language.
    """
    if len(text) > MAX_LENGTH:
        raise GuardError(f"条件太长（上限 {MAX_LENGTH} 个字符）")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise GuardError(f"条件写法有误：{text}") from error
    return _Reader(facts, steps).read(tree)


@dataclass(frozen=True, slots=True)
class _Reader:
    facts: Mapping[str, FactDef]
    steps: Mapping[str, Any]

    def read(self, node: ast.expr, depth: int = 0) -> Guard:
        if depth > MAX_DEPTH:
            raise GuardError("条件嵌套太深")
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return AllOf(tuple(self.read(v, depth + 1) for v in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return AnyOf(tuple(self.read(v, depth + 1) for v in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.read(operand, depth + 1))
            case ast.Name(id=code):
                return self._bare(code)
            case ast.Compare(left=ast.Name(id=code), ops=[op], comparators=[right]):
                return self._compared(self._fact(code), op, right)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(name, args)
        raise GuardError(f"条件中不允许“{ast.unparse(node)[:60]}”")

    def _fact(self, code: str) -> FactDef:
        if code not in self.facts:
            raise GuardError(f"事实“{code}”没有定义")
        return self.facts[code]

    def _bare(self, code: str) -> Guard:
        fact = self._fact(code)
        if not fact.is_bool:
            raise GuardError(f"“{code}”有多个取值，须写明等于哪一个")
        return Fact(fact, (True,))

    def _compared(self, fact: FactDef, op: ast.cmpop, right: ast.expr) -> Guard:
        match op, right:
            case ((ast.Eq() | ast.NotEq()), ast.Constant(value=value)):
                values: tuple[Any, ...] = (value,)
            case ((ast.In() | ast.NotIn()), (ast.Tuple(elts=items) | ast.List(elts=items))):
                values = tuple(i.value if isinstance(i, ast.Constant) else i for i in items)
            case _:
                raise GuardError(f"“{fact.code}”只能用 ==、!=、in、not in 与它的取值比较")
        for value in values:
            # `1 == True` in Python, so the type is compared as well.
            if not any(value == v and type(value) is type(v) for v in fact.values):
                shown = ast.unparse(value) if isinstance(value, ast.AST) else value
                raise GuardError(f"“{fact.code}”没有“{shown}”这个取值")
        found = Fact(fact, values)
        return Not(found) if isinstance(op, ast.NotEq | ast.NotIn) else found

    def _call(self, name: str, args: list[ast.expr]) -> Guard:
        codes = [a.value for a in args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        wanted = {"happened": len(args) == 1, "since": len(args) >= 2}
        if name not in wanted:
            raise GuardError(f"条件中没有函数“{name}”，只有 happened 和 since")
        if len(codes) != len(args) or not wanted[name]:
            raise GuardError("应写成 happened('步骤') 或 since('步骤', '使其失效的步骤', …)")
        for code in codes:
            if code not in self.steps:
                raise GuardError(f"步骤“{code}”没有定义")
        if codes[0] in codes[1:]:
            raise GuardError(f"“{codes[0]}”不能使自己失效")
        return Since(codes[0], tuple(sorted(codes[1:])))


def conjuncts(guard: Guard | None) -> tuple[Guard, ...]:
    """Return the parts that must all hold."""
    match guard:
        case None:
            return ()
        case AllOf(parts):
            return tuple(c for part in parts for c in conjuncts(part))
    return (guard,)


def atoms(guard: Guard | None) -> Iterator[Fact | Since]:
    """Yield the facts and the conditions on history that a guard names."""
    match guard:
        case Fact() | Since():
            yield guard
        case Not(part):
            yield from atoms(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms(part)
