"""Two persons, the gate, and what the ledger holds."""

import pytest

from gongjian.cases.testing import PERSON, decided_case, make_cast
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db


def test_two_persons_put_a_decision_on_the_portal() -> None:
    cast = make_cast()
    matter = decided_case(cast)

    item = publish(cast, matter)

    assert item.live
    print(item.data, item.summary, item.title, item.penalty)


def test_person() -> None:
    cast = make_cast()
    matter = decided_case(cast, party=PERSON)

    item = publish(cast, matter)

    assert item.live
    print(item.data, item.summary, item.title, item.penalty)
