"""What reviewers forget: rights, audiences, handlers, clocks, columns, options."""

import ast
import dataclasses
import re
import subprocess
import tomllib
import typing
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gongjian.cases.choices import CertificateShown
from gongjian.cases.testing import make_cast, open_case
from gongjian.common import acts, events
from gongjian.common.acts import SYSTEM, Actor, Service
from gongjian.common.errors import NotAllowed
from gongjian.common.fields import FieldSpec, Widget, spec_of
from gongjian.common.records import record_models
from gongjian.config.audiences import ACT_PREFIX, Audience, audience_of, audiences
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.authority import mismatches, rights
from gongjian.orgs.testing import actor, make_officer
from gongjian.process import load_process
from gongjian.ui import options

from .browser.pages import ANSWERS, FILES, PAGES, UNSEEN

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screenshots"
CODE = sorted((ROOT / "src").rglob("*.py"))
SERVICES = acts.services()

# News that nobody listens to yet, each with its reason.
UNHEARD = {
    "DecisionIssued": "publication counts its limit from the matter's deadline",
}


# --- acts and rights ----------------------------------------------------------------------------


def test_every_act_has_a_row_of_rights_and_every_row_an_act() -> None:
    assert mismatches(rights(), set(SERVICES)) == []


# All that a supervisor does himself: no act on the case, only on how it is published.
SUPERVISES = {"exante.urge_list", "publicity.urge_publication", "publicity.confirm_year"}


@pytest.mark.django_db
def test_every_act_is_refused_to_who_holds_no_such_office() -> None:
    """A supervisor sees every case of the agency, and decides nothing in it."""
    cast = make_cast()
    supervisor = actor(make_officer(cast.agency, roles=("supervisor",)))
    matter = open_case(cast)
    before = Entry.objects.count()
    others = [code for code in SERVICES if code not in OPEN_TO_ALL | SUPERVISES]

    allowed = [code for code in others if not refused(code, supervisor, matter)]

    assert allowed == []
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_the_installation_itself_does_only_what_the_matrix_gives_it() -> None:
    matter = open_case(make_cast())
    before = Entry.objects.count()

    allowed = [c for c in SERVICES if not rights()[c].system and not refused(c, SYSTEM, matter)]

    assert allowed == []
    assert Entry.objects.count() == before


# Acts with a row for whoever is signed in ("*").
OPEN_TO_ALL = {"common.advance_clock"}


def refused(code: str, who: Actor, matter: Matter) -> bool:
    service = SERVICES[code]
    try:
        service(actor=who, cmd=blank(service.cmd), matter=matter.uid if service.on_matter else None)
    except NotAllowed:
        return True
    return False


def blank(command: type[Any]) -> Any:
    """Return a command of the right types: who may not act never gets as far as its contents."""
    hints = typing.get_type_hints(command)
    return command(**{f.name: sample(hints[f.name]) for f in dataclasses.fields(command)})


def sample(hint: Any) -> Any:
    known = {
        str: "x",
        int: 1,
        bool: False,
        uuid.UUID: uuid.uuid4(),
        date: date(2026, 3, 2),
        datetime: datetime(2026, 3, 2, tzinfo=UTC),
    }
    return known.get(hint, () if typing.get_origin(hint) is tuple else None)


def test_every_step_of_a_shipped_process_names_an_act_and_every_step_act_has_a_step() -> None:
    named = set()
    for path in (ROOT / "processes").glob("*.toml"):
        named |= set(load_process(path.read_text(encoding="utf-8"), origin=path.name).acts())

    assert named - {"matters.record_step"} <= set(SERVICES)
    assert {code for code, service in SERVICES.items() if service.step} <= named


def test_every_choice_of_a_row_has_a_provider() -> None:
    wanted = {
        spec_of(field).of
        for service in SERVICES.values()
        for field in dataclasses.fields(service.cmd)
        if spec_of(field).widget is Widget.REF and not system_only(service)
    }

    assert wanted - options.names() == set()


def commands(kind: type[Any]) -> Iterator[type[Any]]:
    """Yield a command and the rows it holds."""
    yield kind
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if spec_of(field).widget is Widget.ROWS:
            yield from commands(get_args(hints[field.name])[0])


def test_what_only_some_answers_ask_for_names_a_choice_beside_it_and_its_answers() -> None:
    known = {kind for service in SERVICES.values() for kind in commands(service.cmd)}
    asked = [(kind, spec_of(field)) for kind in known for field in dataclasses.fields(kind)]
    some = [(kind, spec) for kind, spec in asked if spec.only]

    assert len(some) > 20
    for kind, spec in some:
        beside, values = spec.only or ("", ())
        asked_first = next(spec_of(f) for f in dataclasses.fields(kind) if f.name == beside)
        assert set(values) < answers_of(asked_first), (kind, spec.label)
        assert not spec.required, (kind, spec.label)


def answers_of(spec: FieldSpec) -> set[str]:
    """Return what may be answered: a tick is set or not, a code left open or one of its list."""
    if spec.widget is Widget.CHECK:
        return {"on", ""}
    if spec.widget is Widget.CODE:
        return {"", *(CertificateShown.values if spec.of.startswith("cases.way_at_") else ("any",))}
    return {str(value) for value, _ in spec.choices}


def system_only(service: Service[Any]) -> bool:
    return not rights()[service.code].who


# --- addresses ----------------------------------------------------------------------------------


def routes(resolver: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def test_every_address_has_a_declared_audience_and_no_audience_is_idle() -> None:
    real = {name for name, _ in routes()}

    assert {name for name in real if audience_of(name) is None} == set()
    assert set(audiences()) - real == set()


def test_every_page_has_its_picture_or_a_reason_why_not() -> None:
    """Those named in `tests/browser/pages.py` are drawn by `make screenshots`."""
    told = {page.route for page in PAGES}
    real = {name for name, _ in routes() if not name.startswith("api")}

    assert real - told - FILES - ANSWERS - set(UNSEEN) == set()
    assert (told | FILES | ANSWERS | set(UNSEEN)) - real == set()
    assert {page.name for page in PAGES} == {
        path.stem for path in PICTURES.glob("*.png") if not path.stem.endswith("-phone")
    }


def guarded() -> list[str]:
    return sorted(
        name
        for name, _ in routes()
        if audience_of(name)
        in {Audience.PARTY, Audience.SIGNED_IN, Audience.OFFICER, Audience.DEMO}
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", guarded())
def test_who_is_not_signed_in_sees_nothing_of_the_house(name: str) -> None:
    address = address_of(name)

    answers = [Client().get(address), Client().post(address)]

    for answer in answers:
        assert answer.status_code in {302, 401, 404, 405}, (name, answer.status_code)
        if answer.status_code == 302:
            desk = audience_of(name) == Audience.PARTY
            assert answer["Location"].startswith("/my/enter" if desk else "/staff/sign-in")


SAMPLES = {"kind": "officers", "number": 1, "year": 2026, "column": "T2.total"}


def address_of(name: str) -> str:
    from django.urls import reverse

    pattern = dict(routes())[name].pattern
    values = {
        key: uuid.uuid4() if "uid" in key else SAMPLES.get(key, "workbench.none")
        for key in getattr(pattern, "converters", {})
    }
    return reverse(name, kwargs={k: str(v) for k, v in values.items()})


def test_addresses_of_acts_are_those_of_the_registry() -> None:
    real = {name.removeprefix(ACT_PREFIX) for name, _ in routes() if name.startswith(ACT_PREFIX)}

    assert real == {code for code in SERVICES if not system_only(SERVICES[code])}


# --- news, clocks, columns ----------------------------------------------------------------------


def event_classes() -> Iterator[type]:
    for config in apps.get_app_configs():
        if config.name.startswith("gongjian."):
            path = Path(config.path) / "events.py"
            if path.exists() and config.label != "common":
                module = __import__(f"{config.name}.events", fromlist=["*"])
                yield from (
                    value
                    for value in vars(module).values()
                    if isinstance(value, type) and value.__module__ == module.__name__
                )


def test_every_event_has_a_handler_or_a_reason_why_not() -> None:
    silent = {e.__name__ for e in event_classes() if not events.handlers_of(e)}

    assert silent == set(UNHEARD)


ASKS_THE_TIME = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|\btime\.time\(|utcnow\(")


def test_nothing_but_the_clock_asks_the_time() -> None:
    # A witness signs at the time of its own machine, with a program that shares nothing with ours.
    named = ("src/gongjian/common/clock.py", "src/gongjian_verify/witness_cli.py")
    allowed = {ROOT / name for name in named}
    found = [
        str(path.relative_to(ROOT))
        for path in CODE
        if path not in allowed
        and "tests" not in path.parts
        and ASKS_THE_TIME.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_row_is_sought_among_all_matters_that_one_may_see() -> None:
    """`matters.queries.may_see` asks by the matter's key: a head sees as many as the house has."""
    listed = re.compile(r"__in=\s*visible_matters\(")
    found = [str(p.relative_to(ROOT)) for p in CODE if listed.search(p.read_text("utf-8"))]

    assert found == []


@pytest.mark.parametrize("model", record_models(), ids=lambda m: m._meta.label)
def test_mutable_and_secret_columns_exist(model: Any) -> None:
    columns = {field.column for field in model._meta.concrete_fields}

    assert columns >= model.MUTABLE
    assert columns >= model.SECRET
    assert not model.MUTABLE & {"id", "uid", "stream_id"}


def test_nothing_runs_after_commit_and_no_service_writes_past_the_act() -> None:
    found = []
    for path in CODE:
        if "tests" in path.parts or path.name in {"testing.py"}:
            continue
        if "on_commit" in calls(path):
            found.append(str(path.relative_to(ROOT)))

    assert found == []


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


# --- the tree -----------------------------------------------------------------------------------

INDEX = re.compile(
    r"(pypi\.org|pythonhosted\.org|registry\.npmjs|/simple/|--index-url|--find-links)"
)


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_address_of_a_package_index_is_committed() -> None:
    found = []
    for path in committed():
        if path == Path(__file__) or not path.is_file() or path.suffix in {".png", ".ico", ".ttf"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace").replace("--no-emit-", "")
        if match := INDEX.search(text.replace("index-url --no", "").replace("emit-find-links", "")):
            found.append(f"{path.relative_to(ROOT)}: {match[0]}")

    assert found == []


def test_locks_hold_what_the_project_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()

    for wanted in asked["dependencies"]:
        name = re.split(r"[\[<>=]", wanted)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[[a-z,]+\])?==", locked, re.MULTILINE), name


def test_every_data_file_is_shipped_in_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    shipped = wheel["build"]["targets"]["wheel"]["force-include"]

    assert set(shipped) == {
        "profiles",
        "processes",
        "tables",
        "catalog",
        "documents",
        "formats",
        "demo",
    }
