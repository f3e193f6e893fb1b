"""Published decisions become files for the credit platform: who, what, once, and back again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.channels.credit.collecting import collect, rows_of
from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import read_file
from gongjian.channels.models import CreditBatch, CreditLine
from gongjian.channels.testing import with_code
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed, RuleBroken
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish
from gongjian.vault.store import store

pytestmark = pytest.mark.django_db
MAKE, RECEIPT = "channels.make_credit_batch", "channels.record_credit_receipt"
SECOND = story.COMPANY | {"party_name": "青川市清源食品有限公司", "uscc": "91510800MA0000Q45H"}


@dataclass
class Told:
    cast: Cast
    items: list[PublicItem]
    person: PublicItem
    hidden: Any


def published() -> Told:
    """Two companies and a person on the portal; a third company decided and not published."""
    cast = make_cast()
    items = [publish(cast, decided_case(cast, party=p)) for p in (story.COMPANY, SECOND)]
    person = publish(cast, decided_case(cast, party=story.PERSON))
    return Told(cast, items, person, decided_case(cast))


@pytest.mark.requirement("P17")
def test_a_batch_holds_what_is_public_and_sound_once_and_tells_what_it_leaves_out() -> None:
    told = published()
    cast = told.cast
    refused = collect(cast.agency, cast.today, cast.today)
    assert refused.empty
    assert {(x.item.number, x.field) for x in refused.left_out} > {
        (told.items[0].number, "处罚机关统一社会信用代码")
    }
    with pytest.raises(RuleBroken, match="都不能列入文件"):
        cast.do("publisher", MAKE, until=cast.today)

    with_code(cast)
    batch = cast.do("publisher", MAKE, until=cast.today)

    rows = rows_of(batch, format_of())
    assert [row["CF_WSH"] for row in rows] == [item.number for item in told.items]
    assert rows[0]["CF_NR_FK"] == "5.212000"
    assert rows[0]["CF_XDR_SHXYM"] == story.COMPANY["uscc"]
    assert (batch.rows, batch.persons, batch.left_out) == (2, 1, [])
    with store().open(batch.xlsx_sha256) as kept:
        assert list(read_file(kept.read(), format_of()).rows) == rows
    with store().open(batch.csv_sha256) as kept:
        said = kept.read().decode()
    assert story.PERSON["id_number"] not in said
    assert told.hidden.number not in said
    with pytest.raises(RuleBroken):
        cast.do("publisher", MAKE, until=cast.today)
    assert CreditBatch.objects.count() == 1
    with pytest.raises(NotAllowed):
        cast.do("handler", MAKE, until=cast.today)
    with pytest.raises(DomainError):
        cast.do("publisher", RECEIPT, batch=told.person.uid, receipt="1", received_on=cast.today)


def test_what_was_reported_and_is_withdrawn_is_taken_back_and_receipts_are_kept() -> None:
    told = published()
    cast, item = told.cast, told.items[0]
    with_code(cast)
    first = cast.do("publisher", MAKE, until=cast.today)
    withdraw(cast, item)

    second = cast.do("publisher", MAKE, until=cast.today)

    assert (second.number, second.rows, second.gone) == (first.number + 1, 0, 1)
    with store().open(second.gone_sha256) as kept:
        lines = kept.read().decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{item.number},")
    assert item.party_name not in lines[1]
    early = {"batch": second.uid, "receipt": "川信〔2026〕7", "received_on": date(2026, 1, 1)}
    with pytest.raises(InvalidInput):
        cast.do("publisher", RECEIPT, **early)
    done = cast.do("publisher", RECEIPT, **early | {"received_on": cast.today})
    assert done.receipt == "川信〔2026〕7"
    with pytest.raises(RuleBroken, match="已经登记回执"):
        cast.do("publisher", RECEIPT, **early | {"received_on": cast.today})
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditLine.objects.create(batch=first, item=item, kind="report")


def withdraw(cast: Cast, item: PublicItem) -> None:
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        item.decision.case.matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="处罚决定已被依法撤销。",
    )
