"""A sealed case at rest, and before the offices of its own agency that handle no cases."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.errors import InvalidInput
from gongjian.documents.queries import documents_of
from gongjian.intake.models import Clue
from gongjian.jobs.models import Job
from gongjian.ledger.models import Checkpoint, Leaf, Tile
from gongjian.ledger.sealing import seal
from gongjian.ledger.services import open_stream
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.parties.models import Party
from gongjian.publicity.gate import known_facts
from gongjian.publicity.models import PublicItem, Release
from gongjian.publicity.testing import publish

from .doors import Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused

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
    made = story.make_cast(domain="public-security", accounts=True)
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


def crawled(
    client: Client, start: list[str], most: int = MOST_PAGES
) -> Iterator[tuple[str, bytes]]:
    """Open pages and follow their links, as a curious person would."""
    waiting, seen = list(start), set()
    while waiting and len(seen) < most:
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


# --- no way around the seal ---------------------------------------------------------------------

LAW = "《中华人民共和国治安管理处罚法》第二十六条第一款第一项"


@pytest.fixture
def bureau() -> Iterator[Cast]:
    """An agency that is not of the police."""
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def to_open(cast: Cast, **values: Any) -> dict[str, Any]:
    clue = cast.do(
        "handler",
        "intake.register_clue",
        source="inspection",
        subject="涉嫌违法",
        content="现场检查发现。",
        found_on=cast.today,
    )
    known = {"clue": clue.uid, "cause": "涉嫌违法", "second": cast.people["second"].uid}
    return as_json(known | {"act_ended_on": cast.today} | story.PERSON | values)


@pytest.mark.tampers
def test_nobody_but_the_police_seals_a_case(bureau: Cast) -> None:
    said = to_open(bureau, public_order=True)
    assert_shut(Attempt(bureau.people["handler"], "cases.open_case", said), 422)
    alone = {"public_order": True, "alone_agreed": True, "recording": "AV-1", "second": None}
    story.police(bureau, "handler")
    with pytest.raises(InvalidInput, match="由公安机关处罚"):
        story.penalize(bureau, **alone)

    open_one = story.open_case(bureau)
    case = case_of(open_one)
    forged = copied(case, public_order=True, matter_id=spare_matter(bureau, open_one).pk)
    assert refused(forged)


def spare_matter(cast: Cast, like: Matter) -> Matter:
    """Return a matter without a case, as nobody but a forger makes one."""
    spare: Matter = copied(like, stream_id=open_stream("matter").pk)
    spare.save(force_insert=True)
    return spare


def to_draft(law: str) -> dict[str, Any]:
    return {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "violated": law,
        "basis": law,
        "discretion": "从轻处罚。",
        "items": [{"kind": "fine", "amount_fen": 10_000}],
        "citation_reason": "依照该法处罚。",
    }


@pytest.mark.tampers
def test_no_case_that_is_not_sealed_punishes_by_the_law_that_seals(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast, party=PERSON))
    story.inspect(cast, matter)
    told = as_json(to_draft(LAW))

    assert_shut(Attempt(cast.people["handler"], "cases.draft_decision", told, matter), 422)
    draft = story.propose(cast, matter)
    assert refused(copied(draft, version=8)) == ""
    assert refused(copied(draft, version=9, basis=LAW))
    assert refused(copied(draft, version=9, violated="治安处罚法第二十六条"))

    for office in ("handler", "second"):
        story.police(cast, office)
    with pytest.raises(InvalidInput, match="治安案件"):
        story.penalize(cast, violated=LAW, basis=LAW)


@pytest.mark.tampers
def test_the_gate_and_the_database_seal_what_was_decided_by_that_law_before(cast: Cast) -> None:
    matter = story.decided_case(cast)
    decision = Decision.objects.get(case__matter=matter)
    assert not known_facts(decision, cast.today)["public_order"]

    decision.draft.basis = LAW

    assert known_facts(decision, cast.today)["public_order"]


@pytest.mark.tampers
@pytest.mark.parametrize("closed", [{"public_order": True}, {"state_secret": True}])
def test_the_database_shows_nothing_that_the_law_closes(cast: Cast, closed: Any) -> None:
    item = publish(cast, story.decided_case(cast))
    shut = story.decided_case(cast, **closed)
    decision = Decision.objects.get(case__matter=shut)
    rounds = Release.objects.filter(decision=item.decision_id).latest("round")

    def shown(of: Decision) -> str:
        point = transaction.savepoint()
        lying = copied(rounds, decision_id=of.pk, round=9, state="returned", return_reason="x")
        lying.save(force_insert=True)
        told = refused(copied(item, decision_id=of.pk, release_id=lying.pk, token="f" * 20))
        transaction.savepoint_rollback(point)
        return told

    open_one = Decision.objects.get(case__matter=story.decided_case(cast))
    assert shown(open_one) == ""
    assert shown(decision)
