"""The form of an act, drawn from its command: the page asks what the service takes, no more."""

import dataclasses
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor, Service
from gongjian.common.errors import DomainError, InvalidInput, RuleBroken
from gongjian.common.fields import FieldSpec, Widget, spec_of, validated

from . import inputs
from .drafts import Restored, drop_draft, find_draft, save_draft
from .fields import Choices, FormField, FormRows, Typed, build, entries, renumbered, walk
from .options import Beside, choices


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """A line of the summary: what is wrong, and the field to go to ("" for the whole form)."""

    message: str
    target: str = ""


class ActForm:
    """A form for one command: typed texts in, the command out; nothing typed is ever lost."""

    def __init__(
        self,
        command: type[Any],
        actor: Actor,
        matter: Any,
        typed: Typed,
        *,
        posted: bool,
        user: Any = None,
        draft_key: str = "",
        restored: Restored | None = None,
    ) -> None:
        self._command, self._actor, self._matter = command, actor, matter
        self._user = user
        self._draft_key = draft_key
        self._made: Any = None
        self.posted = posted
        self.restored = restored
        self.refusals: list[Problem] = []
        self.resized = False
        if posted:
            typed = self._resize(typed)
        self._typed = typed
        known: dict[str, Choices] = {}

        def options(spec: FieldSpec) -> Choices:
            if spec.of not in known:
                known[spec.of] = choices(spec.of, actor, self._told(spec.by, typed))
            return known[spec.of]

        self._options = options
        self.fields = build(command, typed, options)
        if self.resized:
            self._keep()

    @property
    def shown(self) -> list[FormField | FormRows]:
        """The fields that a person sees."""
        return [f for f in self.fields if f.spec.widget is not Widget.HIDDEN and self._asked(f)]

    @property
    def hidden(self) -> list[FormField]:
        """The values that the page only carries."""
        return [
            f
            for f in self.fields
            if isinstance(f, FormField) and f.spec.widget is Widget.HIDDEN and f.value
        ]

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the page, for the summary at its head."""
        wrong = [Problem(f.error, f.id) for f in walk(self.fields) if f.error]
        return [*self.refusals, *wrong]

    @property
    def typed(self) -> Typed:
        """What was typed, or posted, by name."""
        return self._typed

    @property
    def wrong(self) -> list[str]:
        """The names of the fields that have something wrong."""
        return [f.name for f in walk(self.fields) if f.error]

    def is_valid(self) -> bool:
        """Read what was typed, and note every problem at once."""
        if not self.posted or self.resized:
            return False
        command = self._read(self._command, self.fields)
        clock = clocks.current()
        try:
            self._made = validated(command, today=clock.today(), now=clock.now())
        except InvalidInput as error:
            self._put_back(error.fields)
        if self.problems:
            self._made = None
            self._keep()
        return self._made is not None

    def command(self) -> Any:
        """Return the command.

        Raises:
            ValueError: the form was not valid, or not asked.
        """
        if self._made is None:
            msg = "ask is_valid() first"
            raise ValueError(msg)
        return self._made

    def take(self, error: DomainError) -> None:
        """Show what the service refused, at the fields it named, and keep what was typed."""
        if isinstance(error, InvalidInput):
            self._put_back(error.fields)
        elif isinstance(error, RuleBroken):
            self.refusals += [Problem(reason) for reason in error.reasons]
        else:
            self.refusals.append(Problem(error.message))
        self._keep()

    def peek(self) -> Any:
        """Return a command of what could be read so far; what is wrong or missing is empty."""
        shadow = ActForm(self._command, self._actor, self._matter, self._typed, posted=False)
        return shadow._read(self._command, shadow.fields)

    def drop_draft(self) -> None:
        """Forget the draft: its act is done."""
        if self._draft_key and self._user is not None:
            drop_draft(self._user, self._draft_key)

    def _asked(self, item: FormField | FormRows) -> bool:
        """Tell whether the page asks: not where a field depends on a list that is empty here."""
        spec = item.spec
        if spec.given:
            return bool(self._options(dataclasses.replace(spec, of=spec.given)))
        listed = spec.widget in {Widget.CODE, Widget.REF} or (
            spec.widget is Widget.ROWS and spec.of
        )
        return not listed or spec.required or bool(self._options(spec))

    def _told(self, by: str, typed: Typed) -> Any:
        """Return what a list depends on: the matter, or what another field of the form says."""
        if not by:
            return self._matter
        declared = {f.name: f for f in dataclasses.fields(self._command)}
        if by not in declared or spec_of(declared[by]).widget is not Widget.ROWS:
            return (typed.get(by) or [""])[-1]
        row = inputs.plain_type(_hint(self._command, by))
        names = [f.name for f in dataclasses.fields(row)]
        told = [
            {name: (typed.get(f"{by}.{n}.{name}") or [""])[-1].strip() for name in names}
            for n in _kept(spec_of(declared[by]), typed, by)
        ]
        return Beside(self._matter, tuple(told))

    def _keep(self) -> None:
        if self._draft_key and self._user is not None and self.posted:
            # A refused draft (too long) must not hide what is wrong with the form itself.
            try:
                save_draft(self._user, self._draft_key, self._typed, clocks.Clock().now())
            except DomainError as error:
                self.refusals.append(Problem(error.message))

    def _resize(self, typed: Typed) -> Typed:
        """Add or drop an entry as asked; when submitted, leave out entries nobody filled."""
        add, drop = typed.get("add", ()), typed.get("drop", ())
        self.resized = REFRESH in typed
        for row in dataclasses.fields(self._command):
            if spec_of(row).widget is not Widget.ROWS or spec_of(row).of:
                continue
            numbers = entries(typed, row.name)
            if row.name in add:
                self.resized = True
                # A folded list opens with two: it asks nothing of who has only one.
                more = 2 if spec_of(row).folded and not numbers else 1
                first = max(numbers, default=0) + 1
                new = {f"{row.name}.{first + n}.{ADDED}": () for n in range(more)}
                typed = {**typed, **new}
            elif gone := [n for n in numbers if f"{row.name}.{n}" in drop]:
                self.resized = True
                kept = [n for n in numbers if n not in gone]
                typed = renumbered(typed, row.name, kept)
            elif not add and not drop:
                typed = renumbered(typed, row.name, _kept(spec_of(row), typed, row.name))
        return typed

    def _read(self, command: type[Any], fields: Sequence[FormField | FormRows]) -> Any:
        values: dict[str, Any] = {}
        for item, declared in zip(fields, dataclasses.fields(command), strict=True):
            if isinstance(item, FormRows):
                values[declared.name] = tuple(
                    self._read(item.kind_of_row, group.fields)
                    for group in ([] if self._put_aside(item) else item.groups)
                    if item.spec.of or item.spec.folded or _filled(self._typed, f"{group.prefix}.")
                )
            elif item.blank and item.spec.widget is Widget.HIDDEN and not item.spec.required:
                values[declared.name] = declared.default
            else:
                values[declared.name] = self._value(item)
        return command(**values)

    def _put_aside(self, item: FormRows) -> bool:
        """Tell whether rows that only another answer asks for were not sent at all."""
        beside, values = item.spec.only or ("", ())
        answer = (self._typed.get(beside) or [""])[-1]
        sent = any(name.startswith(f"{item.name}.") for name in self._typed)
        return bool(beside) and answer not in values and not sent

    def _value(self, item: FormField) -> Any:
        try:
            return item.read()
        except ValueError as error:
            item.error = str(error)
            return inputs.empty(item.spec)

    def _put_back(self, messages: Mapping[str, str]) -> None:
        named = {item.name: item for item in walk(self.fields)}
        for name, message in messages.items():
            if name not in named:
                self.refusals.append(Problem(message))
            elif not named[name].error:
                named[name].error = message


ADDED = "_added"
# The button that draws the form anew with what the act can draft, and submits nothing.
REFRESH = "refresh"


def _kept(spec: FieldSpec, typed: Typed, name: str) -> list[int]:
    """Return the entries that somebody filled; in a folded list, where each place means something,
    with those before them.
    """
    numbers = entries(typed, name)
    filled = [n for n in numbers if _filled(typed, f"{name}.{n}.")]
    return [n for n in numbers if n <= max(filled, default=-1)] if spec.folded else filled


def _filled(typed: Typed, prefix: str) -> bool:
    return any(
        text.strip() for key, texts in typed.items() if key.startswith(prefix) for text in texts
    )


def form_for(
    service: Service[Any],
    actor: Actor,
    matter: Any = None,
    *,
    data: Any = None,
    initial: Mapping[str, Any] | None = None,
    draft_key: str = "",
    user: Any = None,
) -> ActForm:
    """Return the form of an act.

    `data` is what was posted (a QueryDict). Without it the form opens with the draft of `user`,
    else with what the act knows (`service.prefill`) and `initial` (from the link).
    """
    if data is not None:
        typed = dict(data.lists())
        if REFRESH in typed and service.suggest is not None:
            typed = _suggested(service, actor, matter, typed)
        return ActForm(
            service.cmd, actor, matter, typed, posted=True, user=user, draft_key=draft_key
        )
    restored = find_draft(user, draft_key) if draft_key and user is not None else None
    if restored is not None:
        return ActForm(
            service.cmd,
            actor,
            matter,
            restored.data,
            posted=False,
            user=user,
            draft_key=draft_key,
            restored=restored,
        )
    known = dict(service.prefill(actor, matter)) if service.prefill else {}
    typed = typed_from(service.cmd, known | dict(initial or {}))
    return ActForm(service.cmd, actor, matter, typed, posted=False, user=user, draft_key=draft_key)


def _suggested(service: Service[Any], actor: Actor, matter: Any, typed: Typed) -> dict[str, Any]:
    """Return what was typed, and where nothing was, what the act drafts from it."""
    assert service.suggest is not None
    read = ActForm(service.cmd, actor, matter, typed, posted=False).peek()
    drafted = typed_from(service.cmd, service.suggest(actor, matter, read))
    blank = {k: v for k, v in drafted.items() if v and not any(t.strip() for t in typed.get(k, ()))}
    return {**typed, **blank}


def typed_from(command: type[Any], known: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return known values as if a person had typed them; names the command lacks are left out."""
    typed: dict[str, Any] = {}
    for declared in dataclasses.fields(command):
        spec, name = spec_of(declared), prefix + declared.name
        value = known.get(declared.name)
        if spec.widget is not Widget.ROWS:
            typed[name] = inputs.show(spec, value)
            continue
        row = inputs.plain_type(_hint(command, declared.name))
        for number, entry in enumerate(value or ()):
            # Not asdict: it would turn the entries of entries into mappings too early.
            fields = entry if isinstance(entry, Mapping) else vars(entry)
            typed |= typed_from(row, fields, f"{name}.{number}.")
    return typed


def _hint(command: type[Any], name: str) -> Any:
    return typing.get_type_hints(command)[name]
