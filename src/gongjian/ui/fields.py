"""Fields of a form as the page draws them: what was typed, what may be chosen, what is wrong."""

import dataclasses
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.common.fields import FieldSpec, Widget, spec_of

from . import inputs
from .options import Grouped

Typed = Mapping[str, Sequence[str]]
Choices = Sequence[tuple[str, str]]
FEW = 4
# A longer list of codes is searched by typing instead of scrolled.
MANY = 16
ITEM = "item"


@dataclass(frozen=True, slots=True)
class Fold:
    """A group of what may be ticked: how many are, whether it stands open."""

    name: str
    choices: Choices
    chosen: int
    shown: bool


@dataclass
class FormField:
    """One question."""

    name: str
    spec: FieldSpec
    hint: Any
    typed: Sequence[str]
    choices: Choices = ()
    error: str = ""
    nested: bool = False
    unasked: bool = False

    @property
    def id(self) -> str:
        return f"id_{self.name.replace('.', '_')}"

    @property
    def value(self) -> str:
        return self.typed[-1] if self.typed else ""

    @property
    def kind(self) -> str:
        """How it is drawn: the widget, or `radio`/`checks` where there are few or several."""
        widget = self.spec.widget
        if self.spec.many:
            return "checks"
        if widget is Widget.CHOICE and len(self.choices) <= FEW and not self.nested:
            return "radio"
        if widget is Widget.CODE and len(self.choices) > MANY:
            return "search"
        return "select" if widget in {Widget.CHOICE, Widget.REF, Widget.CODE} else widget.value

    @property
    def folds(self) -> list[Fold]:
        """Return the groups of a list that has any; the first is always open."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, label in self.choices:
            if isinstance(label, Grouped):
                groups.setdefault(label.group, []).append((value, label.text))
        found: list[Fold] = []
        for name, choices in groups.items():
            chosen = sum(value in self.typed for value, _ in choices)
            shown = not found or bool(chosen or self.error)
            found.append(Fold(name, choices, chosen, shown))
        return found

    @property
    def found(self) -> str:
        """The label of the code typed, for a list that is searched; else what was typed."""
        return dict(self.choices).get(self.value, self.value)

    @property
    def rows(self) -> int:
        """Lines of a text box: by how much may stand in it, and few where it may stay empty."""
        wanted = (3 if self.spec.max_length <= 1000 else 5) if self.spec.required else 2
        return max(wanted, min(16, self.value.count("\n") + len(self.value) // 45 + 1))

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}_help"] if self.spec.help or self.spec.source else []
        return " ".join([*ids, f"{self.id}_error"] if self.error else ids)

    @property
    def idle(self) -> bool:
        """Whether it may stay empty and there is nothing to choose from."""
        listed = self.spec.widget is Widget.CODE and not self.spec.within
        return listed and not self.spec.required and not self.choices

    @property
    def only(self) -> tuple[str, str] | None:
        """Return which field of the form must say what for this one to be asked; None: always."""
        return only_of(self)

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in self.typed)

    def read(self) -> Any:
        """Return the value typed.

        Raises:
            ValueError: it is none, or not on the list.
        """
        value = inputs.read(self.spec, self.hint, self.typed)
        if self.spec.widget is Widget.CODE:
            return self._code(value)
        if self.spec.widget is Widget.REF:
            known = dict(self.choices)
            chosen = value if isinstance(value, tuple) else (value,) if value else ()
            if any(str(uid) not in known for uid in chosen):
                raise ValueError(f"“{self.spec.label}”的选项不在您可以选择的范围内，请重新选择")
        return value

    def _code(self, value: Any) -> Any:
        """Return the codes of what was chosen, be it typed as code or as label."""
        codes = {label: code for code, label in self.choices} | {c: c for c, _ in self.choices}
        chosen = value if isinstance(value, tuple) else (value,) if value else ()
        if any(text.strip() not in codes for text in chosen):
            raise ValueError(f"“{self.spec.label}”的选项不存在，请从列表中选择")
        read = tuple(codes[text.strip()] for text in chosen)
        return read if self.spec.many else next(iter(read), "")


@dataclass
class FormGroup:
    """One entry of repeated fields; `label` where a list gives the entries."""

    prefix: str
    number: int
    fields: list["FormField | FormRows"]
    label: str = ""

    @property
    def item(self) -> "FormField | FormRows":
        """Return the field that carries the code of the list's item."""
        return next(f for f in self.fields if f.name == f"{self.prefix}.{ITEM}")

    @property
    def labelled(self) -> bool:
        """Whether its fields are drawn with their labels: where there is one to tick."""
        return any(field.spec.widget is Widget.CHECK for field in self.asked)

    @property
    def asked(self) -> list["FormField | FormRows"]:
        """Return the fields that a person fills."""
        return [f for f in self.fields if f.spec.widget is not Widget.HIDDEN and not _unasked(f)]

    @property
    def shown(self) -> list["FormField | FormRows"]:
        """Return the fields of an entry without those that have nothing to choose from here."""
        return [
            f for f in self.fields if not (isinstance(f, FormField) and f.idle) and not _unasked(f)
        ]

    @property
    def wrong(self) -> bool:
        return any(f.error for f in self.fields)


def _unasked(item: "FormField | FormRows") -> bool:
    return isinstance(item, FormField) and item.unasked


@dataclass
class FormRows:
    """Repeated fields: as many entries as were typed, one at least where they are not folded."""

    name: str
    spec: FieldSpec
    kind_of_row: type[Any]
    groups: list[FormGroup]
    error: str = ""

    @property
    def kind(self) -> str:
        """How it is drawn: entries to add and drop, or one line for each item of a list."""
        return "lines" if self.spec.of else "rows"

    @property
    def only(self) -> tuple[str, str] | None:
        """Return when the entries are asked for; None: always."""
        return only_of(self)

    @property
    def id(self) -> str:
        return f"id_{self.name.replace('.', '_')}"


def only_of(field: FormField | FormRows) -> tuple[str, str] | None:
    """Return which field beside must say what for a field to be asked; None: always."""
    if field.spec.only is None:
        return None
    beside, values = field.spec.only
    head, dot, _ = field.name.rpartition(".")
    return head + dot + beside, " ".join(values)


Builder = Callable[[FieldSpec], Choices]


def build(
    command: type[Any], typed: Typed, options: Builder, prefix: str = ""
) -> list[FormField | FormRows]:
    """Return the fields of a command, filled with what was typed."""
    hints = typing.get_type_hints(command)
    return [
        _field(spec_of(f), prefix + f.name, hints[f.name], typed, options, bool(prefix))
        for f in dataclasses.fields(command)
    ]


def _field(
    spec: FieldSpec, name: str, hint: Any, typed: Typed, options: Builder, nested: bool
) -> FormField | FormRows:
    if spec.widget is not Widget.ROWS:
        chosen = tuple(spec.choices) if spec.choices else options(spec) if spec.of else ()
        if spec.within:
            beside = f"{name.rpartition('.')[0]}.{spec.within}".lstrip(".")
            head = f"{(typed.get(beside) or [''])[-1]}="
            chosen = [(c.removeprefix(head), said) for c, said in chosen if c.startswith(head)]
        given = dataclasses.replace(spec, of=spec.given) if nested and spec.given else None
        unasked = given is not None and not options(given)
        return FormField(name, spec, hint, typed.get(name, ()), chosen, "", nested, unasked)
    row = inputs.plain_type(hint)
    if spec.of:
        return FormRows(name, spec, row, _listed(spec, name, row, typed, options))
    numbers = entries(typed, name) or ([] if spec.folded else [0])
    groups = [
        FormGroup(f"{name}.{n}", at + 1, build(row, typed, options, f"{name}.{n}."))
        for at, n in enumerate(numbers)
    ]
    return FormRows(name, spec, row, groups)


def _listed(
    spec: FieldSpec, name: str, row: type[Any], typed: Typed, options: Builder
) -> list[FormGroup]:
    """Return one entry for each item of the list, whatever was typed; unknown items fall away."""
    known = {n: (typed.get(f"{name}.{n}.{ITEM}") or [""])[-1] for n in entries(typed, name)}
    given = {code: n for n, code in known.items()}
    groups = []
    for at, (code, label) in enumerate(options(spec)):
        old, prefix = f"{name}.{given.get(code, -1)}.", f"{name}.{at}"
        moved: dict[str, Sequence[str]] = {
            f"{prefix}.{key[len(old) :]}": texts
            for key, texts in typed.items()
            if key.startswith(old)
        }
        moved[f"{prefix}.{ITEM}"] = [code]
        groups.append(FormGroup(prefix, at + 1, build(row, moved, options, f"{prefix}."), label))
    return groups


def entries(typed: Iterable[str], name: str) -> list[int]:
    """Return the numbers of the entries that the form carries, in order."""
    start = f"{name}."
    heads = (key[len(start) :].split(".")[0] for key in typed if key.startswith(start))
    return sorted({int(head) for head in heads if head.isascii() and head.isdigit()})[:100]


def renumbered(typed: Typed, name: str, keep: Sequence[int]) -> dict[str, Sequence[str]]:
    """Return what was typed with only some entries, numbered from 0 again."""
    start = f"{name}."
    result = {key: value for key, value in typed.items() if not key.startswith(start)}
    for at, number in enumerate(keep):
        old = f"{start}{number}."
        for key, value in typed.items():
            if key.startswith(old):
                result[f"{start}{at}.{key[len(old) :]}"] = value
    return result


def walk(fields: Iterable[FormField | FormRows]) -> Iterable[FormField | FormRows]:
    """Yield every field, those of entries after the one that repeats them."""
    for item in fields:
        yield item
        if isinstance(item, FormRows):
            for group in item.groups:
                yield from walk(group.fields)
