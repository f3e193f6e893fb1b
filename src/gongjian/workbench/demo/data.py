"""The demo's data files (`demo/*.toml`) as dataclasses."""

import tomllib
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from gongjian.common.data import data_folder


@dataclass(frozen=True, slots=True)
class Person:
    """Someone invented; `unit` is enforcement, legal or office."""

    username: str
    name: str
    post: str
    roles: tuple[str, ...]
    unit: str = "enforcement"
    legal_qualification: str = ""


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """One invented agency with its people."""

    code: str
    uscc: str
    name: str
    short_name: str
    profile: str
    domain: str
    place: str
    address: str
    area: str
    phone: str
    bank_name: str
    bank_account: str
    government_name: str
    court_name: str
    review_address: str
    review_online: str
    enforcement: str
    certificate: str
    serial: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What happened in one case; see the head of `demo/cases.toml`."""

    agency: str
    began: int
    source: str
    cause: str
    content: str
    facts: str
    party: dict[str, str]
    items: list[dict[str, str]]
    evidence: list[dict[str, Any]]
    cause_code: str = ""
    act_ended: date | None = None
    place: str = ""
    findings: str = ""
    violated: str = ""
    basis: str = ""
    discretion: str = ""
    found: dict[str, list[str]] = field(default_factory=dict)
    base: str = ""
    # Acts after that of `cause_code`, by their causes; of the second it is found `2.…`.
    further: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    grounds_proof: str = ""
    deviation: str = ""
    major_rights: str = ""
    social_risk: str = ""
    complex: str = ""
    social_impact: bool = False
    public_order: bool = False
    statement: Any = None
    hearing: str = ""
    returned: str = ""
    delay: dict[str, int] = field(default_factory=dict)
    stop_before: str = ""
    # What is sealed or seized on the day of the inspection, and on which ground.
    seized: dict[str, Any] = field(default_factory=dict)
    # What was filmed or photographed at the inspection: kind, device, note.
    recordings: list[dict[str, Any]] = field(default_factory=list)
    # What a monitoring device recorded, who found it sound and how the party was told.
    monitored: dict[str, Any] = field(default_factory=dict)
    # What is added to the evidence after the review sent the case back.
    added: list[dict[str, Any]] = field(default_factory=list)
    # Nobody is punished: the ground, and what proposal, review and education say.
    spared: dict[str, str] = field(default_factory=dict)
    # The fine is late: what the party and the agency then agree on.
    agreement: dict[str, Any] = field(default_factory=dict)
    # What becomes of each confiscated thing.
    sold: dict[str, Any] = field(default_factory=dict)
    # What is ordered to be corrected at once after the inspection, and what the re-check found.
    ordered: dict[str, Any] = field(default_factory=dict)
    # What came after the publication: an objection with good reason, or a revocation.
    corrected: dict[str, str] = field(default_factory=dict)
    overturned: dict[str, str] = field(default_factory=dict)
    # Nobody publishes it in time: what the supervisor then says.
    urged: str = ""
    # The decision's own file goes along as an attachment of this title.
    attached: str = ""
    # Of a 治安 case: sex, and who stands beside a minor, whom the act harmed, who saw it.
    person: dict[str, str] = field(default_factory=dict)
    # Who else took part in the event: each has a case of his own, opened from this one.
    companions: list[dict[str, str]] = field(default_factory=list)
    # The detention waited against a deposit, then the person was taken in and is there now.
    detained: bool = False
    # Another agency of the same government that decides along, why, and what it says to that.
    together: dict[str, str] = field(default_factory=dict)
    # What is typed on the scene besides: the case is settled there, not filed.
    on_spot: dict[str, Any] = field(default_factory=dict)


def agencies() -> list[DemoAgency]:
    """Return the demo's agencies with their people."""
    return [
        DemoAgency(**{**row, "people": tuple(_person(p) for p in row["people"])})
        for row in _read("agencies.toml")["agency"]
    ]


def administrators() -> list[Person]:
    """Return the three administrators, who handle no cases."""
    rows = _read("agencies.toml")["administrator"]
    return [Person(r["username"], r["name"], r["post"], (r["role"],), unit="office") for r in rows]


def cases() -> list[CaseFacts]:
    """Return the demo's cases.

    Raises:
        TypeError: a case has an unknown key or lacks one.
    """
    return [CaseFacts(**row) for row in _read("cases.toml")["case"]]


def boards(agency: DemoAgency) -> list[dict[str, Any]]:
    """Return the hall boards of an agency with who is on duty."""
    return [row for row in _read("services.toml")["board"] if row["agency"] == agency.code]


def services(agency: DemoAgency) -> tuple[list[dict[str, Any]], ...]:
    """Return guides, random checks, their pools and announcements, in the agency's words."""
    told = _read("services.toml")
    mine = {"agency": agency.name, "enforcement": agency.enforcement, "address": agency.address}

    def of(kind: str) -> list[dict[str, Any]]:
        rows = [row for row in told[kind] if row["domain"] == agency.domain]
        return [{k: _told(v, mine) for k, v in row.items() if k != "domain"} for row in rows]

    return of("guide"), of("check"), of("pool"), of("announcement")


def _told(value: Any, names: dict[str, str]) -> Any:
    return value.format(**names).strip() if isinstance(value, str) else value


def _person(row: dict[str, Any]) -> Person:
    known = {f.name for f in fields_of(Person)}
    values: dict[str, Any] = {k: v for k, v in row.items() if k in known}
    return Person(**(values | {"roles": tuple(row["roles"])}))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((data_folder("demo") / name).read_text(encoding="utf-8"))
