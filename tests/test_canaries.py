"""What a person may not see appears nowhere: marked cases, every address, every person."""

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.coerce import command_from_json
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document, DocumentFile
from gongjian.insight.tables import report_def
from gongjian.intake.models import Clue
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_agency, make_officer, make_unit
from gongjian.parties.models import Party
from gongjian.publicity.models import PublicFile, PublicItem, PublicSeries
from gongjian.workbench.queries import TABS

from .doors import as_json, signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MARK = "金丝雀"
# Nobody else in the tests has these; both pass their checksums.
ID_NUMBER, PHONE = "110105198801010014", "13911112222"
EVERY_OFFICE = (*story.OFFICES, "archivist", "supervisor", "intake_clerk")
STAFF, SHIPPED = re.compile("/staff/|/api/"), re.compile("/staff/(import|catalog)/")
SECRETS = (MARK, "canary", ID_NUMBER, PHONE)


@dataclass
class House:
    """Marked cases of one unit, and people who may see none of them."""

    cast: Cast
    matters: list[Matter]
    outsiders: dict[str, Officer]


@pytest.fixture
def house() -> Iterator[House]:
    cast = story.make_cast(domain="public-security", accounts=True)
    with told_by(cast):
        yield built(cast)


def built(cast: Cast) -> House:
    """Mark every text of a running case, of a sealed decided one and of a secret one."""
    cast.people["publisher"].refresh_from_db()
    kept_away = make_officer(cast.agency, account=True)
    running = marked_case(cast, "甲")
    sealed = marked_case(cast, "乙", public_order=True)
    secret = marked_case(cast, "丙", state_secret=True)
    for matter in (sealed, secret):
        decide(cast, matter)
    recused = recuse_one(cast, kept_away)
    seal()
    other = make_unit(cast.agency, "另一支队")
    below = make_agency("下级生态环境局", parent=cast.agency)
    outsiders = {
        "handler of another unit": make_officer(cast.agency, unit=other, account=True),
        "head of another unit": make_officer(
            cast.agency, ("handler", "unit_head"), unit=other, account=True
        ),
        "every office elsewhere": make_officer(
            make_agency("他市公安局"), EVERY_OFFICE, account=True, legal_qualification="A1"
        ),
        "every office below": make_officer(below, EVERY_OFFICE, account=True),
        "system administrator": make_officer(cast.agency, ("admin_system",), account=True),
        "security administrator": make_officer(cast.agency, ("admin_security",), account=True),
        "auditor": make_officer(cast.agency, ("admin_audit",), account=True),
        "nothing": make_officer(cast.agency, (), unit=other, account=True),
    }
    return House(cast, [running, sealed, secret, recused], outsiders)


def marked_case(cast: Cast, letter: str, **values: Any) -> Matter:
    """Return an investigated case with the mark in every text a person can type."""
    mark = f"{MARK}{letter}"
    party = story.PERSON | {
        "party_name": f"{mark}某",
        "id_number": ID_NUMBER,
        "address": f"{mark}街1号",
        "phone": PHONE,
    }
    if letter != "甲":
        party = {"party_kind": "natural", "party_name": f"{mark}某", "address": f"{mark}街2号"}
    clue = cast_clue(cast, mark)
    known: dict[str, Any] = {
        "cause": f"涉嫌{mark}案",
        "second": cast.people["second"].uid,
        "clue": clue.uid,
        "act_ended_on": cast.today,
    }
    matter: Matter = cast.do("handler", "cases.open_case", **(known | party | values))
    told: dict[str, Any] = {"facts": f"{mark}初查", "basis": f"{mark}法"}
    if story.is_public_order(matter):
        told["reported_by"] = f"{mark}报"
        cast.do("handler", "cases.file_public_order", matter, **told)
        police.establish(cast, matter, verified_by=f"{mark}证")
        police.guardian(cast, matter, name=f"{mark}护", relation=f"{mark}亲")
        cast.do("handler", "cases.register_victim", matter, name=f"{mark}害", harm=f"{mark}伤")
        police.testimony(cast, matter, person=f"{mark}言", content=f"{mark}答")
    else:
        cast.do("handler", "cases.propose_filing", matter, **told, opinion=f"{mark}建议")
        cast.do("agency_head", "cases.approve_filing", matter, opinion=f"{mark}同意")
    findings = {
        "facts": f"{mark}事实",
        "evidence_summary": f"{mark}证据",
        "violated": f"《{mark}法》第一条",
    }
    story.investigate(cast, matter, **findings, discretion=f"{mark}裁量")
    return matter


def cast_clue(cast: Cast, mark: str) -> Clue:
    clue: Clue = cast.do(
        "handler",
        "intake.register_clue",
        source="inspection",
        subject=f"{mark}线索",
        content=f"{mark}内容 canary-clue",
        place=f"{mark}地点",
        found_on=cast.today,
    )
    return clue


def decide(cast: Cast, matter: Matter) -> None:
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)


def recuse_one(cast: Cast, kept_away: Officer) -> Matter:
    """Let an officer register the clue, lead the case, and then be kept away from it."""
    leading = Cast(cast.agency, cast.people | {"handler": kept_away}, now=cast.now)
    matter = marked_case(leading, "丁")
    cast.now = leading.now
    values: dict[str, Any] = {
        "officer": kept_away.uid,
        "reason": "近亲属",
        "successor": cast.people["handler"].uid,
    }
    cast.do("agency_head", "cases.recuse_officer", matter, **values)
    cast.people["recused"] = kept_away
    return matter


# --- every address ------------------------------------------------------------------------------


def routes(resolver: Any = None, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every named address with the converters of its parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", dict(pattern.pattern.converters)


def addresses() -> list[str]:
    """Return every address of the house, each parameter filled with all that exists."""
    found = []
    for name, parameters in routes():
        for values in fillings(name, parameters):
            try:
                found.append(reverse(name, kwargs=values))
            except NoReverseMatch as error:
                raise AssertionError(f"{name}: {values}") from error
    return sorted(set(found))


def fillings(name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    if not parameters:
        return [{}]
    if set(parameters) == {"uid"} or name.startswith("documents:"):
        return [{"uid": uid} for uid in uids_for(name)]
    if set(parameters) == {"uid", "code"}:
        steps = [code for code, s in acts.services().items() if s.on_matter]
        return [{"uid": uid, "code": code} for uid in uids_for(name)[:2] for code in steps]
    known: dict[str, list[Any]] = {
        "token": [*tokens(Document), *tokens(PublicItem), "unknown"],
        "sha256": [*hashes(PublicFile), "0" * 64],
        "key": ["cases.propose_filing:"],
        "level": [0],
        "after": [0],
        "page": ["matters", "register"],
        "number": ["000", "000.p/1", "000.p/9"],
        "year": [story.START.year],
    }
    if {"kind", "agency"} & set(parameters):
        return [known_list(parameters)]
    if set(parameters) == {"uid", "at"}:
        return [{"uid": uid, "at": 1} for uid in uids_for(name)]
    if set(parameters) == {"token", "number"}:
        return [{"token": token, "number": 1} for token in known["token"]]
    if set(parameters) == {"uid", "number"}:
        return [{"uid": uid, "number": 1} for uid in uids_for(name)[:2]]
    if set(parameters) == {"number"}:
        return [{"number": 1}]
    if set(parameters) == {"year", "column"}:
        columns = [column.code for column in report_def().columns]
        return [{"year": story.START.year, "column": column} for column in columns]
    if set(parameters) == {"level", "number"}:
        return [{"level": 0, "number": number} for number in known["number"]]
    if set(parameters) == {"code"}:
        codes = [c for c, s in acts.services().items() if not s.on_matter]
        return [{"code": c} for c in [*codes, "penalty-ordinary"] if fits(name, c)]
    (only,) = parameters
    return [{only: value} for value in known[only]]


def known_list(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return a list that could be public; the marked cases stand in none."""
    agency = Matter.objects.order_by("id")[0].agency.code
    values = {"agency": agency, "kind": "officers", "version": 1, "key": "penalty-ordinary"}
    values["sha256"] = "0" * 64  # a photo
    return {name: values[name] for name in parameters}


def fits(name: str, code: str) -> bool:
    return ("." in code) == (not name.startswith("portal:"))


def uids_for(name: str) -> list[Any]:
    """Return the uids of all rows that an address can be about; matters where nothing else fits."""
    if name.startswith("documents:"):
        return list(Document.objects.values_list("uid", flat=True)[:40])
    of_series = name.startswith(("portal:number", "portal:series"))
    other: type[Model] = PublicSeries if of_series else Matter
    model = Clue if name == "workbench:clue" else other
    return list(model._default_manager.values_list("uid", flat=True))


def tokens(model: type[Model]) -> list[str]:
    return list(model._default_manager.values_list("token", flat=True))


def hashes(model: type[Model]) -> list[str]:
    return list(model._default_manager.values_list("sha256", flat=True))


QUESTIONS = (
    f"?q={quote(MARK)}",
    "?q=canary",
    f"?q={ID_NUMBER}",
    "?state=open",
    "?state=late",
)


def text_of(answer: HttpResponseBase) -> str:
    """Return all that an answer says: headers, body, and what lies inside an archive."""
    body = b"".join(answer) if answer.streaming else getattr(answer, "content", b"")
    said = [str(dict(answer.items())), body.decode("utf-8", errors="ignore")]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            said += [
                archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist()
            ]
    return "\n".join(said)


def told(client: Client, asked: list[str], numbers: Sequence[str] = ()) -> dict[str, str]:
    """Return which addresses tell a secret; what was asked itself may be repeated."""
    found = {}
    for address in asked:
        answer = client.get(address)
        # /healthz says 503 for as long as jobs of the story wait for their worker.
        well = answer.status_code < 500 or address.startswith("/healthz")
        assert well, (address, answer.status_code)
        said = text_of(answer)
        words = unquote(address.partition("?q=")[2])
        if words:  # a search may repeat the words it was asked for
            for echo in (f"“{words}”", f'value="{words}"', quote(words)):
                said = said.replace(echo, "")
        for secret in (*SECRETS, *numbers):
            at = said.find(secret)
            if at >= 0:
                found[address] = said[max(0, at - 60) : at + 60]
    return found


def everything() -> list[str]:
    """Return every address; lists with every question, case pages with every tab."""
    plain = addresses()
    lists = [reverse(name) for name, parameters in routes() if not parameters]
    cases = [reverse("workbench:matter", kwargs={"uid": m.uid}) for m in Matter.objects.all()]
    return [
        *plain,
        *(a + q for a in lists if "/acts/" not in a for q in QUESTIONS),
        *(f"{a}?tab={tab}" for a in cases for tab in TABS),
    ]


def choices_of(matters: list[Matter]) -> list[str]:
    """Return forms that are asked about something one may not see."""
    clues = Clue.objects.filter(matter__in=[m.pk for m in matters])
    return [f"/staff/acts/cases.open_case/?clue={clue.uid}" for clue in clues]


@pytest.mark.divided
def test_outsiders_find_the_marked_cases_nowhere(house: House) -> None:
    asked = everything() + choices_of(house.matters)
    numbers = [m.number for m in house.matters if m.number]
    # All acts come from one view, what is shipped tells of no case, and the public side knows
    # nobody: each of these is asked by one outsider.
    shared = [a for a in asked if "/acts/" in a or SHIPPED.match(a) or not STAFF.match(a)]
    others = [a for a in asked if a not in set(shared)]
    share = len(house.outsiders)

    found = {
        (name, address): said
        for n, (name, officer) in enumerate(house.outsiders.items())
        for address, said in told(signed_in(officer), others + shared[n::share], numbers).items()
    }

    assert found == {}


def test_the_public_finds_nothing_of_running_sealed_and_secret_cases(house: House) -> None:
    numbers = [m.number for m in house.matters if m.number]
    assert numbers

    assert told(Client(), everything() + choices_of(house.matters), numbers) == {}


@pytest.mark.divided
def test_the_recused_find_nothing_of_their_case_any_more(house: House) -> None:
    matter = house.matters[-1]
    client = signed_in(house.cast.people["recused"])

    found = told(client, everything() + choices_of([matter]))
    about_it = {a: said for a, said in found.items() if f"{MARK}丁" in said}

    assert about_it == {}


def test_refusals_repeat_nothing_of_what_they_refuse(house: House) -> None:
    """Every act on every marked case, posted by outsiders through page and API."""
    heard = {}
    for name, officer in house.outsiders.items():
        client = signed_in(officer)
        for matter in house.matters[:2]:
            for code in ("cases.add_evidence", "cases.issue_decision", "parties.correct_party"):
                for place in (f"/api/v1/matters/{matter.uid}/acts/{code}", f"/api/v1/acts/{code}"):
                    answer = client.post(place, "{}", content_type="application/json")
                    heard[name, place] = text_of(answer)
                page = f"/staff/matters/{matter.uid}/acts/{code}/"
                heard[name, page] = text_of(client.post(page, {}))

    assert {k: v for k, v in heard.items() if any(s in v for s in SECRETS)} == {}


def test_outsiders_cannot_act_on_rows_they_cannot_see(house: House) -> None:
    clue = Clue.objects.filter(matter=house.matters[0]).get()
    party = Party.objects.order_by("id")[0]
    tries: list[tuple[str, dict[str, Any]]] = [
        ("intake.set_aside_clue", {"clue": clue.uid, "reason": "无"}),
        ("parties.correct_party", {"party": party.uid, "name": "改名某"}),
    ]
    for officer in house.outsiders.values():
        for code, values in tries:
            answer = signed_in(officer).post(
                f"/api/v1/acts/{code}",
                json.dumps(as_json(values)),
                content_type="application/json",
            )
            assert answer.status_code in {403, 404}, (officer, code, answer.content.decode())
            assert not any(secret in text_of(answer) for secret in SECRETS)


def test_a_file_of_a_sealed_case_tells_its_holder_only_that_it_is_genuine(house: House) -> None:
    """Who holds the paper can prove it; the proof carries no name, number or text."""
    files = DocumentFile.objects.filter(document__matter=house.matters[1])

    for file in files:
        assert told(Client(), [f"/verify/{file.sha256}.zip"], [file.document.number or MARK]) == {}


def test_logs_carry_no_personal_data(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    service = acts.service("cases.open_case")
    with pytest.raises(InvalidInput):
        command_from_json(service, {"party_name": MARK, "id_number": ID_NUMBER})
    client = signed_in(house.cast.people["handler"])

    client.get(f"/staff/matters/{house.matters[0].uid}/")
    client.post("/api/v1/acts/cases.open_case", json.dumps({"id_number": ID_NUMBER}), "text/json")

    said = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert not any(secret in said for secret in SECRETS)


def test_the_marks_are_there_for_who_may_see_them(house: House) -> None:
    """Without this the tests above could pass because nothing was marked."""
    asked = [f"/staff/matters/{house.matters[0].uid}/", "/staff/matters/", "/staff/clues/"]

    assert set(told(signed_in(house.cast.people["handler"]), asked)) == set(asked)
