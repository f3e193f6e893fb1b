"""A sealed case at rest, and before the offices of its own agency that handle no cases."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.documents.queries import documents_of
from gongjian.intake.models import Clue
from gongjian.jobs.models import Job
from gongjian.ledger.models import Checkpoint, Leaf, Tile
from gongjian.ledger.sealing import seal
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.parties.models import Party
from gongjian.publicity.models import PublicItem

from .doors import signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NAME, PHONE, NUMBER = "司马鹮鹮", "13912345670", "11010519491231002X"
PLACE, WORD = "鹭鹚坡九号", "貔貅渡"
CANARIES = (NAME, PHONE, NUMBER, PLACE, WORD)
PERSON = {
    "party_kind": "natural",
    "party_name": NAME,
    "id_number": NUMBER,
    "address": f"青川市{PLACE}",
    "phone": PHONE,
}
FACTS = f"{NAME}（电话{PHONE}）在{PLACE}{WORD}扰乱单位秩序。"
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
MOST_PAGES = 40


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def sealed_case(cast: Cast, *, withheld: bool = True) -> Matter:
    """Carry a 治安 case, which the law seals, to its end, with the canaries in every text."""
    matter = story.open_case(cast, party=PERSON, public_order=True)
    Clue.objects.get(matter=matter)
    story.file_case(cast, matter)
    story.investigate(cast, matter, facts=FACTS, discretion=f"{WORD}情节较轻。")
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    story.decide(cast, matter)
    story.deliver(cast, matter)
    if withheld:
        cast.do("publication_checker", "publicity.withhold", matter, reason=f"{WORD}依法封存")
    seal()
    return matter


def leaks(text: str) -> list[str]:
    return [word for word in CANARIES if word in text]


def addresses_of(matter: Matter) -> list[str]:
    """Return every address at which this case could be looked at."""
    found = [
        reverse("workbench:matter", args=[matter.uid]),
        reverse("workbench:timeline", args=[matter.uid]),
        reverse("workbench:clue", args=[Clue.objects.get(matter=matter).uid]),
        reverse("api:matter", kwargs={"uid": str(matter.uid)}),
    ]
    found += [
        reverse("workbench:matter_act", args=[matter.uid, code])
        for code, service in acts.services().items()
        if service.on_matter
    ]
    for paper in documents_of(matter):
        found.append(reverse("documents:pdf", args=[paper.uid]))
        found.append(reverse("documents:docx", args=[paper.uid]))
        found.append(reverse("portal:document", args=[paper.token]))
    return found


def crawled(client: Client, start: list[str]) -> Iterator[tuple[str, bytes]]:
    """Open pages and follow their links, as a curious person would."""
    waiting, seen = list(start), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith("/static/") or "sign-out" in address:
            continue
        seen.add(address)
        answer = client.get(address)
        content = answer.getvalue()
        yield address, content
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(content.decode())]


STAFF_START = [
    "/staff/",
    "/staff/matters/",
    "/staff/matters/?q=扰乱",
    "/staff/matters/?state=open",
    "/staff/clues/",
    "/staff/people/",
    "/api/v1/matters",
]


def test_a_sealed_case_leaves_no_public_row(cast: Cast) -> None:
    sealed_case(cast)

    assert not PublicItem.objects.exists()
    public = [*Leaf.objects.values_list("entry__leaf", flat=True)]
    public += list(Checkpoint.objects.values_list("note", flat=True))
    public += [bytes(data).decode("latin1") for data in Tile.objects.values_list("data", flat=True)]
    assert all(not leaks(str(text)) for text in public)


def look(client: Client, private: list[str]) -> tuple[set[int], dict[str, str]]:
    """Try addresses of a case and every list; return the answers and the pages seen."""
    answers = {a: client.get(a) for a in private}
    pages = {a: answer.getvalue() for a, answer in answers.items()}
    pages |= dict(crawled(client, STAFF_START))
    shown = {a: page.decode(errors="replace") for a, page in pages.items()}
    return {answer.status_code for answer in answers.values()}, shown


def test_within_the_agency_an_office_without_cases_sees_none(cast: Cast) -> None:
    matter = sealed_case(cast, withheld=False)

    private = [a for a in addresses_of(matter) if not a.startswith("/d/")]
    offices = ("admin_system", "admin_security", "admin_audit", "archivist")
    for turn, office in enumerate(offices):
        person = make_officer(cast.agency, roles=(office,), account=True)
        # The forms of all acts come from one view: each is asked for by one of them.
        asked = [a for n, a in enumerate(private) if "/acts/" not in a or n % len(offices) == turn]
        statuses, pages = look(signed_in(person), asked)

        assert statuses <= {403, 404}, office
        assert [a for a, page in pages.items() if leaks(page)] == [], office


def test_the_party_is_encrypted_where_it_is_kept_and_jobs_carry_ids_only(cast: Cast) -> None:
    from django.db import connection

    sealed_case(cast)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Party._meta.db_table}")
        rows = str(cursor.fetchall())
    assert [word for word in (PHONE, NUMBER, PLACE) if word in rows] == []
    assert leaks(str(list(Job.objects.values()))) == []
