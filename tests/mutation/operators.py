"""The small mistakes that are made on purpose: each mutant is a function with one of them.

Comparisons and their boundaries, `and`/`or`, conditions turned round or an operand left out,
arithmetic, numbers and truth values, keys, any/all and min/max, a statement or a `raise` left out,
a result not returned. Texts shown to people, defaults and decorators are not touched.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One changed function of a module; `name` stays the same while the line does."""

    name: str
    function: str
    line: int
    tree: ast.Module


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield functions and methods by qualified name; what is nested belongs to the outer one."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, Function):
                    yield f"{node.name}.{inner.name}", inner


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    count = len([*_changes(ast.parse(source))])
    seen: dict[str, int] = {}
    for number in range(count):
        tree = ast.parse(source)
        function, node, apply = [*_changes(tree)][number]
        before = _said(node)
        after = _said(apply())
        name = f"{function}: {before} → {after}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f" #{seen[name]}"
        yield Mutant(name, function, node.lineno, ast.fix_missing_locations(tree))


def _said(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:110]


Change = tuple[str, ast.AST, Callable[[], ast.AST]]


def _changes(tree: ast.Module) -> Iterator[Change]:
    for name, function in functions(tree):
        for statement in function.body:
            if _text(statement):
                continue
            for parent, field, at, node in _nodes(function, statement):
                for change in (*_expression(node), *_statement(node)):
                    yield name, node, _applied(parent, field, at, node, change)


def _nodes(
    parent: ast.AST, node: ast.AST, field: str = "body", at: int | None = None
) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield a node and all below it with where each hangs; not annotations, not texts."""
    if at is None and field == "body":
        body = getattr(parent, "body", None)
        at = body.index(node) if isinstance(body, list) else None
    yield parent, field, at, node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "args"} and not isinstance(
            node, ast.Call
        ):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _text(child):
                yield from _nodes(node, child, name, index)


def _text(node: ast.AST) -> bool:
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return alone or isinstance(node, ast.JoinedStr)


def _applied(
    parent: ast.AST, field: str, at: int | None, node: ast.AST, change: Callable[[], ast.AST]
) -> Callable[[], ast.AST]:
    def apply() -> ast.AST:
        new = ast.copy_location(change(), node)
        if at is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[at] = new
        return new

    return apply


def _expression(node: ast.AST) -> Iterator[Callable[[], ast.AST]]:
    match node:
        case ast.Compare():
            for n, op in enumerate(node.ops):
                for other in COMPARED[type(op)]:
                    yield lambda n=n, other=other: _with(node, "ops", n, other())  # type: ignore[misc]
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield lambda: ast.BoolOp(other, values)
            for n in range(len(values)):
                yield lambda n=n: _less(node, n)  # type: ignore[misc]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield lambda: operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield lambda: ast.IfExp(test, orelse, body)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTED:
            if not (isinstance(left, ast.JoinedStr) or isinstance(right, ast.JoinedStr)):
                yield lambda: ast.BinOp(left, COMPUTED[type(op)](), right)
        case ast.Constant(value=bool(value)):
            yield lambda: ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield lambda: ast.Constant(value + 1)
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            yield lambda: ast.Subscript(node.value, ast.Constant(f"{key}?"), node.ctx)
        case ast.Call(func=ast.Name(id=called)) if called in SWAPPED:
            yield lambda: ast.Call(ast.Name(SWAPPED[called], ast.Load()), node.args, node.keywords)


def _statement(node: ast.AST) -> Iterator[Callable[[], ast.AST]]:
    match node:
        case ast.If(test=test) | ast.While(test=test) if not _decided(test):
            yield lambda: _turned(node)
        case ast.Return(value=value) if value is not None and not _none(value):
            yield lambda: ast.Return(ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Delete():
            yield ast.Pass
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass


def _decided(test: ast.expr) -> bool:
    """Tell whether another operator turns this condition round already."""
    return isinstance(test, ast.Compare | ast.BoolOp | ast.NamedExpr) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _with(node: ast.Compare, field: str, at: int, new: ast.AST) -> ast.AST:
    changed = copy.copy(node)
    values = [*getattr(node, field)]
    values[at] = new
    setattr(changed, field, values)
    return changed


def _less(node: ast.BoolOp, at: int) -> ast.expr:
    left = [value for n, value in enumerate(node.values) if n != at]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _turned(node: ast.If | ast.While) -> ast.AST:
    changed = copy.copy(node)
    changed.test = ast.UnaryOp(ast.Not(), node.test)
    return changed
