"""Every number of a series is accounted for, and a closed one leads to nobody."""

from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import COMPANY, PERSON, Cast, decide, decided_case, make_cast
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.publicity.choices import NumberState
from gongjian.publicity.models import (
    NumberStanding,
    PublicItem,
    PublicNumber,
    PublicSeries,
    Release,
)
from gongjian.publicity.numbers import keeping
from gongjian.publicity.numbers.reading import open_numbers
from gongjian.publicity.sweeping import numbers_due, recount_numbers
from gongjian.publicity.testing import draft, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"


def shown() -> dict[int, tuple[str, str]]:
    return {n.serial: (n.state, n.ground) for n in PublicNumber.objects.all()}


def counted_by_hand() -> Counter[str]:
    """Return what became of every decision, counted another way: from papers, items and rounds."""
    found: Counter[str] = Counter()
    for paper in Document.objects.filter(series="行罚决"):
        case = Case.objects.get(matter=paper.matter)
        item = PublicItem.objects.filter(decision__document=paper).order_by("version").last()
        withheld = Release.objects.filter(decision__document=paper, state="withheld")
        if item:
            found["published" if item.state in {"live", "corrected"} else item.state] += 1
        elif case.public_order or case.state_secret or withheld.filter(minor=True).exists():
            found["hidden"] += 1
        elif paper.state == "void":
            found["void"] += 1
        elif withheld.exists():
            found["hidden" if privacy(paper) else "withheld"] += 1
        else:
            found["open"] += 1
    return found


def sums() -> list[tuple[Any, ...]]:
    names = ("title", "given", "hidden", *NumberState.values)
    return list(PublicSeries.objects.values_list(*names))


def privacy(paper: Document) -> bool:
    rounds = Release.objects.filter(decision__document=paper)
    return any(r.findings.get("privacy") == "main" for r in rounds)


def withhold(cast: Cast, matter: Matter, **found: str) -> None:
    draft(cast, matter, **found)
    cast.do(CHECKER, "publicity.return_release", matter, reason="属实，确认不予公开")
    cast.do(CHECKER, "publicity.withhold", matter)


@pytest.mark.requirement("Q13")
def test_every_number_is_accounted_for_and_the_page_equals_a_recount() -> None:
    cast = make_cast()
    first = publish(cast, decided_case(cast))
    secret = decided_case(cast, state_secret=True)
    trade = decided_case(cast)
    private = decided_case(cast, party=PERSON)
    pending = decided_case(cast)

    assert [s for s, _ in shown().values()] == ["published", "pending", "pending", "pending"]
    withhold(cast, trade, trade_secret="main")
    withhold(cast, private, privacy="main")
    due = NumberStanding.objects.get(matter=pending).due_on
    assert due is not None
    cast.wait(days=(due - cast.today).days + 1)
    numbers_due(clock=cast.clock)

    assert shown() == {1: ("published", ""), 3: ("withheld", "trade"), 5: ("overdue", "")}
    series = PublicSeries.objects.get()
    assert (series.given, series.hidden, series.published) == (5, 2, 1)
    assert (series.withheld, series.overdue, series.pending) == (1, 1, 0)
    by_hand = counted_by_hand()
    assert by_hand == {"published": 1, "hidden": 2, "withheld": 1, "open": 1}

    page = Client().get(f"/numbers/{series.uid}/").content.decode()
    data = Client().get(f"/numbers/{series.uid}.json").json()
    csv = b"".join(Client().get(f"/numbers/{series.uid}.csv")).decode()
    hidden = [Document.objects.get(matter=m, series="行罚决").number for m in (secret, private)]
    for text in (page, csv, str(data)):
        assert first.number in text
        assert first.token in text
        assert not any(number in text for number in hidden)
    assert (data["given"], data["hidden"], data["counts"]["overdue"]) == (5, 2, 1)
    assert "商业秘密" in page
    assert "privacy" not in str(data["numbers"])
    assert "secret" not in str(data["numbers"])
    assert series.title in Client().get("/numbers/").content.decode()

    overdue = open_numbers(cast.actor(CHECKER), [NumberState.OVERDUE])
    assert [row.matter_id for row in overdue] == [pending.pk]

    cast.do(
        CHECKER,
        "publicity.withdraw_publication",
        first.decision.case.matter,
        item=first.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )
    assert shown()[1] == ("withdrawn", "")

    # Whatever no act told of is found at night; nothing changed is written again.
    before = sums()
    assert keeping.recount(cast.today) == 0
    PublicNumber.objects.all().delete()
    NumberStanding.objects.all().delete()
    PublicSeries.objects.all().delete()
    recount_numbers(clock=cast.clock)
    assert sums() == before


def test_a_void_number_is_kept_and_the_decision_made_anew_has_its_own() -> None:
    cast = make_cast()
    matter = decided_case_undelivered(cast)

    cast.do("agency_head", "cases.void_decision", matter, reason="罚款数额写错")
    draft_ = latest_draft(case_of(matter))
    assert draft_ is not None
    anew: dict[str, Any] = {"draft_hash": draft_.draft_hash, "opinion": "重新签发。"}
    cast.do("agency_head", "cases.issue_decision", matter, **anew)

    assert shown() == {1: ("void", ""), 2: ("pending", "")}


def decided_case_undelivered(cast: Cast) -> Matter:
    matter = story.open_case(cast, COMPANY)
    for step in (story.file_case, story.investigate, story.inform, story.let_time_run, decide):
        step(cast, matter)
    return matter


def test_the_database_lets_no_hidden_ground_into_a_public_row() -> None:
    series = PublicSeries.objects.create(
        agency_uid="00000000-0000-0000-0000-000000000001",
        agency_name="甲",
        series="行罚决",
        year=2026,
        title="甲行罚决字〔2026〕",
    )
    for ground in ("minor", "secret", "privacy", "public_order", "security"):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicNumber.objects.create(
                series=series, serial=1, number="甲〔2026〕1号", state="withheld", ground=ground
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicSeries.objects.filter(pk=series.pk).update(published=1)
