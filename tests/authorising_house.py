"""The house of test_authorisation.py: a case in each state, and everybody by the table's names."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from PIL import Image

from gongjian.cases import testing as story
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.documents.services import AttachScan, attach_scan, keep_upload
from gongjian.fileroom import testing as reading
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_agency, make_officer, make_unit
from gongjian.payments.testing import perform
from gongjian.publicity.testing import publish
from gongjian.recording.testing import jpeg, record

from . import authorising as table
from .doors import signed_in


@dataclass
class House:
    """One case in each state, and everybody who may or may not see it."""

    cast: Cast
    cases: dict[str, Matter] = field(default_factory=dict)
    people: dict[str, Client] = field(default_factory=dict)


def cast_of_the_house() -> Cast:
    return story.make_cast(
        domain="public-security", accounts=True, parent=make_agency("上级生态环境局")
    )


def built(cast: Cast) -> House:
    people = officers(cast)
    made = House(cast)
    for state in table.STATES:
        made.cases[state] = in_state(cast, state, people["recused head of the unit"])
    stand_in(cast, people)
    made.people = {name: signed_in(officer) for name, officer in people.items()}
    made.people |= {"anonymous": Client(), "party at its desk": at_the_desk(made)}
    for client in made.people.values():
        client.raise_request_exception = False  # an error is an answer that no table expects
    return made


def officers(cast: Cast) -> dict[str, Officer]:
    """Return who has an account, by the name in the table."""
    agency, other = cast.agency, make_unit(cast.agency, "另一支队")

    def somebody(*roles: str, **values: Any) -> Officer:
        return make_officer(values.pop("agency", agency), roles, account=True, **values)

    every = (*story.OFFICES, "archivist", "intake_clerk")
    elsewhere = make_agency("他市生态环境局")
    below = make_agency("下级生态环境局", parent=agency)
    above = agency.parent
    assert above is not None
    by_office = {
        "lead handler": "handler",
        "second handler": "second",
        "head of the unit": "unit_head",
        "head of the agency": "agency_head",
        "legal reviewer": "legal_reviewer",
        "publisher": "publisher",
        "publication checker": "publication_checker",
        "finance": "finance",
        "hearing host": "hearing_host",
        "member of the discussion": "deputy",
    }
    return {name: cast.people[office] for name, office in by_office.items()} | {
        "deputy of the agency's head": somebody("handler", unit=other),
        "supervisor": somebody("supervisor"),
        "supervisor above": somebody("supervisor", agency=above),
        "head of legal": somebody("legal_head"),
        "archivist": somebody("archivist"),
        "intake clerk": somebody("intake_clerk"),
        "system administrator": somebody("admin_system"),
        "security administrator": somebody("admin_security"),
        "auditor": somebody("admin_audit"),
        "no office": somebody(),
        "handler of another case": somebody("handler"),
        "handler of another unit": somebody("handler", unit=other),
        "head of another unit": somebody("handler", "unit_head", unit=other),
        "recused head of the unit": somebody("handler", "unit_head"),
        "deputy of the recused": somebody("handler", unit=other),
        "every office elsewhere": somebody(*every, "supervisor", agency=elsewhere),
        "every office below": somebody(*every, "supervisor", agency=below),
        "every office but supervisor's above": somebody(*every, agency=above),
    }


def stand_in(cast: Cast, people: dict[str, Officer]) -> None:
    """Let two be away, and others stand for them: a head of the agency, and who is recused."""
    head = make_officer(cast.agency, ("agency_head",), account=True)
    pairs = (
        (head, people["deputy of the agency's head"]),
        (people["recused head of the unit"], people["deputy of the recused"]),
    )
    for absent, deputy in pairs:
        days: dict[str, Any] = {"from_on": cast.today, "to_on": cast.today + timedelta(days=9)}
        leave = cast.do(
            "agency_head", "orgs.enter_leave", officer=absent.uid, reason="年休假", **days
        )
        cast.do("agency_head", "orgs.appoint_deputy", absence=leave.uid, deputy=deputy.uid)


def in_state(cast: Cast, state: str, kept_away: Officer) -> Matter:
    """Carry a new case to a state; who handled it at first is recused on the way."""
    if state == "open":
        return story.open_case(cast)
    known: dict[str, Any] = {"public_order": True} if state == "sealed" else {}
    party = story.PERSON if state == "sealed" else story.COMPANY
    matter = story.open_case(cast, party, second=kept_away.uid, **known)
    second: dict[str, Any] = {
        "officer": kept_away.uid,
        "reason": "近亲属。",
        "successor": cast.people["second"].uid,
    }
    story.file_case(cast, matter)
    cast.do("agency_head", "cases.recuse_officer", matter, **second)
    BRING_TO[state](cast, matter)
    return matter


def told_and_heard(cast: Cast, matter: Matter) -> None:
    """Tell the party of a decision that must pass legal review, and wait for what it says."""
    record(cast.actor("handler"), matter, jpeg(), cast.clock)
    weighty = {"public_interest": True, "findings_reason": "涉及饮用水水源。"}
    story.investigate(cast, matter, **weighty)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.sign_papers(cast, matter)


def to_review(cast: Cast, matter: Matter) -> None:
    told_and_heard(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")


def to_decided(cast: Cast, matter: Matter) -> None:
    """Decide, with papers that are really drawn, a scan, and a leaf for the party to read."""
    cast.drawn = True
    story.decided(cast, matter)
    paper = Document.objects.filter(matter=matter).order_by("id")[0]
    sent = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(sent, "PNG")
    kept = keep_upload(cast.actor("handler"), sent.getvalue(), "a.png", cast.clock)
    cmd = AttachScan(document=paper.uid, pages=(kept.uid,))
    attach_scan(actor=cast.actor("handler"), matter=matter.uid, cmd=cmd, clock=cast.clock)
    reading.ask(cast, matter)
    reading.grant(cast, matter, "行政处罚决定书")
    cast.drawn = False


def to_closed(cast: Cast, matter: Matter) -> None:
    told_and_heard(cast, matter)
    story.deliver(cast, story.decide(cast, matter))
    publish(cast, matter)
    perform(cast, matter)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")


def to_secret(cast: Cast, matter: Matter) -> None:
    story.inspect(cast, matter)
    keeper = Officer.objects.get(assignments__role="archivist", agency=cast.agency)
    cast.do(
        "handler",
        "cases.move_to_secret",
        matter,
        number="青环密〔2026〕3号",
        ground="6",
        level="confidential",
        classified_on=cast.today,
        responsible=cast.people["handler"].uid,
        keeper=keeper.uid,
    )


BRING_TO: dict[str, Callable[[Cast, Matter], Any]] = {
    "enquiry": story.inspect,
    "review": to_review,
    "decided": to_decided,
    "closed": to_closed,
    "sealed": story.decided,
    "secret": to_secret,
}


def at_the_desk(house: House) -> Client:
    """Return the browser of the party of the decided case."""
    matter, client = house.cases["decided"], Client()
    code = house.cast.do("handler", "cases.issue_query_code", matter, holder="party")
    typed = {"number": case_number(matter), "code": code.__dict__["plain"]}
    assert client.post("/my/enter", typed).status_code == 302
    return client
