"""Entering parties: once per id, encrypted, by agency."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import fixed
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound
from gongjian.ledger.models import Entry, Stream
from gongjian.orgs.testing import actor, make_agency, make_officer
from gongjian.parties.models import Party
from gongjian.parties.queries import find_by_id
from gongjian.parties.services import CorrectParty, RegisterParty, correct_party, register_party
from gongjian.parties.testing import make_citizen_number, make_credit_code, make_party

pytestmark = pytest.mark.django_db

NOW = fixed(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
NUMBER = "532331200506010015"


@pytest.fixture
def handler() -> Actor:
    return actor(make_officer(make_agency()))


def person(**other: str) -> RegisterParty:
    given = {
        "kind": "natural",
        "name": "买买提•艾力",
        "id_kind": "01",
        "id_number": NUMBER,
        "address": "青川市罗家镇金塘村7组",
        "phone": "138 0013 8000",
    }
    return RegisterParty(**(given | other))


def test_a_person_is_entered_in_one_spelling(handler: Actor) -> None:
    party = register_party(actor=handler, clock=NOW, cmd=person())

    party.refresh_from_db()
    assert (party.name, party.phone) == ("买买提·艾力", "13800138000")
    assert (party.id_number, party.born_on, party.uscc) == (NUMBER, "2005-06-01", "")
    assert party.agency_id == handler.agency


def test_nothing_personal_stands_readable_in_database_or_ledger(handler: Actor) -> None:
    register_party(actor=handler, clock=NOW, cmd=person())

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_party")
        stored = repr(cursor.fetchall())
    written = " ".join(Entry.objects.values_list("payload", flat=True))
    for secret in (NUMBER, "金塘村", "13800138000", "2005-06-01"):
        assert secret not in stored
        assert secret not in written


def test_saving_a_party_again_keeps_its_ciphertexts(handler: Actor) -> None:
    party = register_party(actor=handler, cmd=person())
    cmd = CorrectParty(party=party.uid, name="买买提·艾力江", phone="0818-2222222")

    correct_party(actor=handler, cmd=cmd)

    party.refresh_from_db()
    assert (party.id_number, party.name, party.phone) == (NUMBER, "买买提·艾力江", "0818-2222222")


def test_one_id_is_one_party_of_an_agency_however_typed(handler: Actor) -> None:
    first = register_party(actor=handler, cmd=person(id_number="11010519491231002X"))

    again = register_party(
        actor=handler, cmd=person(id_number=" 11010519491231002x", address="", phone="")
    )

    assert again == first
    assert Party.objects.get().address == "青川市罗家镇金塘村7组"
    assert Stream.objects.filter(kind="party").count() == 1


def test_agencies_do_not_share_parties(handler: Actor) -> None:
    other = actor(make_officer(make_agency()))

    mine = register_party(actor=handler, cmd=person())
    theirs = register_party(actor=other, cmd=person(name="买买提·艾力江"))

    assert mine != theirs
    assert handler.agency is not None
    assert find_by_id(agency=handler.agency, kind="01", number=NUMBER) == mine
    assert find_by_id(agency=handler.agency, kind="02", number=NUMBER) is None


def test_people_are_never_matched_by_name(handler: Actor) -> None:
    one = make_party(handler, "natural", name="张伟")
    two = make_party(handler, "natural", name="张伟")
    nameless = register_party(actor=handler, cmd=RegisterParty(kind="natural", name="张伟"))
    unknown = register_party(actor=handler, cmd=RegisterParty(kind="natural", name="张伟"))

    assert len({p.pk for p in (one, two, nameless, unknown)}) == 4


def test_an_id_does_not_change_its_person_on_the_way(handler: Actor) -> None:
    party = register_party(actor=handler, cmd=person())
    before = Entry.objects.count()

    with pytest.raises(InvalidInput, match="另一个姓名") as caught:
        register_party(actor=handler, cmd=person(name="李四"))

    assert set(caught.value.fields) == {"name"}
    assert "买买提" not in str(caught.value)
    party.refresh_from_db()
    assert party.name == "买买提·艾力"
    assert Entry.objects.count() == before


def test_an_organisation_takes_its_present_name(handler: Actor) -> None:
    code = make_credit_code()
    old = make_party(handler, name="青川旧名有限公司", uscc=code)

    new = make_party(handler, name="青川新名有限公司", uscc=code)

    assert new == old
    assert Party.objects.get().name == "青川新名有限公司"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id_number": "532331200506010016"}, "id_number"),
        ({"id_number": "532331203506010015"}, "id_number"),
        ({"phone": "12345"}, "phone"),
        ({"legal_representative": "某人"}, "legal_representative"),
        ({"kind": "robot"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "王" * 201}, "name"),
        ({"address": "长" * 2_000_000}, "address"),
        ({"name": "张\u202e三"}, "name"),
    ],
)
def test_wrong_input_names_its_field_and_writes_nothing(
    handler: Actor, wrong: dict[str, str], field: str
) -> None:
    before = Entry.objects.count()

    with pytest.raises(InvalidInput) as caught:
        register_party(actor=handler, clock=NOW, cmd=person(**wrong))

    assert set(caught.value.fields) == {field}
    assert Entry.objects.count() == before
    assert not Party.objects.exists()


@pytest.mark.parametrize("name", ["喆堃䶮", "買賣提", "𬱖", "<script>alert(1)</script>", "O'Neil"])
def test_rare_and_hostile_names_are_kept_as_typed(handler: Actor, name: str) -> None:
    party = make_party(handler, "natural", name=name)

    party.refresh_from_db()
    assert party.name == name


def test_a_party_of_another_agency_is_not_found(handler: Actor) -> None:
    party = make_party(handler)
    other = actor(make_officer(make_agency()))

    for uid in (party.uid, uuid4()):
        with pytest.raises(NotFound):
            correct_party(actor=other, cmd=CorrectParty(party=uid, name="改名"))


def test_a_natural_person_gets_no_legal_representative(handler: Actor) -> None:
    party = make_party(handler, "natural", name="张三")
    cmd = CorrectParty(party=party.uid, name="张三", legal_representative="李四")

    with pytest.raises(InvalidInput, match="自然人没有"):
        correct_party(actor=handler, cmd=cmd)


def test_only_who_handles_enters_parties() -> None:
    publisher = actor(make_officer(make_agency(), ["publisher"]))

    with pytest.raises(NotAllowed):
        register_party(actor=publisher, cmd=person())
    with pytest.raises(NotAllowed):
        register_party(actor=SYSTEM, cmd=person())


def test_the_database_keeps_one_party_per_id(handler: Actor) -> None:
    party = make_party(handler, "natural", id_number=make_citizen_number())
    double = Party(
        stream=Stream.objects.create(kind="party"),
        agency_id=party.agency_id,
        kind="natural",
        name="另一人",
        id_index=party.id_index,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_an_encrypted_column_cannot_be_searched() -> None:
    with pytest.raises(TypeError, match="blind index"):
        Party.objects.filter(id_number=NUMBER).exists()


def test_many_parties_inserted_at_once_are_encrypted_too(handler: Actor) -> None:
    rows = [
        Party(
            stream=Stream.objects.create(kind="party"),
            agency_id=handler.agency or 0,
            kind="natural",
            name="示例",
            phone=f"1380013800{n}",
        )
        for n in range(3)
    ]

    with transaction.atomic():
        Party.objects.bulk_create(rows)
        stored = {p.phone for p in Party.objects.all()}
        transaction.set_rollback(True)

    assert stored == {"13800138000", "13800138001", "13800138002"}
