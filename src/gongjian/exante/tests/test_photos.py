"""The photo of an officer: made anew, public with the register, gone with the right to enforce."""

import base64
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from gongjian.cases.testing import Cast, make_cast
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.exante.models import OpenList, PublicPortrait
from gongjian.exante.queries import list_now, newest_of
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.ledger.models import Entry
from gongjian.orgs.models import Officer, OfficerPhoto
from gongjian.orgs.passes import pass_of, token_of
from gongjian.orgs.portraits import SIZE, BadPortrait, portrait
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.tasks import destroy_taken_down
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.vault.audit import FileAudit
from gongjian.vault.store import store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MARK = b"Latitude-secret-place"


def drawing(shade: int = 90, size: tuple[int, int] = (600, 700), kind: str = "JPEG") -> bytes:
    """Return an invented picture that carries a place."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x010E] = MARK.decode()
    Image.new("RGB", size, (shade, shade, 200)).save(target, kind, exif=exif)
    return target.getvalue()


def show(cast: Cast, officer: Officer, shade: int = 90) -> OfficerPhoto:
    told = base64.b64encode(drawing(shade)).decode()
    row: OfficerPhoto = cast.do("admin", "orgs.set_photo", officer=officer.uid, picture=told)
    return row


def house() -> tuple[Cast, Officer]:
    """Return a house with a keeper of the register and a person whose photo was published."""
    cast = make_cast()
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",), certificate=False)
    officer = make_officer(cast.agency, name="有照者")
    show(cast, officer)
    publish_list(cast, "officers")
    return cast, officer


def address(cast: Cast, photo: str) -> str:
    return f"/lists/{cast.agency.code}/photos/{photo}.jpg"


def current(officer: Officer) -> str:
    return OfficerPhoto.objects.get(officer=officer, ended_on=None).sha256


def picture(officer: Officer, cast: Cast) -> str:
    shown = pass_of(token_of(officer.certificates.get()), cast.today)
    assert shown is not None
    return shown.picture


def suspend(cast: Cast, officer: Officer) -> None:
    cmd = SuspendCertificate(certificate=officer.certificates.get().uid, reason="待查")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=cmd)


# --- the picture itself -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_portrait_is_made_anew_in_one_size_and_carries_nothing_of_the_file(kind: str) -> None:
    sent = drawing(kind=kind)
    assert MARK in sent

    made = portrait(sent)

    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size) == ("JPEG", SIZE)
    assert not image.getexif()
    assert MARK not in made


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no picture",
        drawing()[:2000],
        drawing(size=(100, 100)),
        b"x" * (5 * 1024 * 1024 + 1),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(BadPortrait):
        portrait(sent)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")

    with pytest.raises(BadPortrait, match="像素"):
        portrait(target.getvalue())


# --- who sets it, and where it is seen ----------------------------------------------------------


@pytest.mark.requirement("P3")
def test_a_photo_reaches_the_live_page_at_once_and_the_register_by_two_persons(
    client: Client,
) -> None:
    cast, officer = house()
    photo = current(officer)

    with store().open(photo) as file:
        kept = file.read()
    shown = client.get(address(cast, photo))
    page = client.get(f"/lists/{cast.agency.code}/officers").content.decode()
    live = client.get(f"/o/{token_of(officer.certificates.get())}").content

    assert shown.content == kept
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "no-store")
    assert address(cast, photo) in page
    assert base64.b64encode(kept) in live
    assert len(live) <= 150 * 1024

    show(cast, officer, shade=30)

    assert picture(officer, cast) != base64.b64encode(kept).decode()
    assert client.get(address(cast, current(officer))).status_code == 404
    assert list_now(cast.agency, "officers", cast.today).differs
    publish_list(cast, "officers")
    assert client.get(address(cast, current(officer))).status_code == 200


def test_only_who_keeps_the_register_sets_a_photo_of_the_own_people() -> None:
    cast, officer = house()
    cast.people["stranger"] = make_officer(
        make_agency(code="elsewhere"), ("admin_system",), certificate=False
    )
    told: dict[str, Any] = {
        "officer": officer.uid,
        "picture": base64.b64encode(drawing(10)).decode(),
    }
    before = current(officer)

    for office in ("handler", "publisher", "agency_head"):
        with pytest.raises(NotAllowed):
            cast.do(office, "orgs.set_photo", **told)
    with pytest.raises((NotFound, NotAllowed)):
        cast.do("stranger", "orgs.set_photo", **told)
    for wrong in ("!!!", base64.b64encode(b"no picture").decode()):
        with pytest.raises(InvalidInput):
            cast.do("admin", "orgs.set_photo", **told | {"picture": wrong})
    with pytest.raises(RuleBroken, match="已经登记"):
        show(cast, officer)

    assert current(officer) == before


@pytest.mark.requirement("P3")
def test_a_suspended_certificate_takes_the_photo_off_every_page_at_once(client: Client) -> None:
    cast, officer = house()
    photo = current(officer)

    suspend(cast, officer)

    token = token_of(officer.certificates.get())
    assert picture(officer, cast) == ""
    assert b"data:image" not in client.get(f"/o/{token}").content
    assert client.get(address(cast, photo)).status_code == 404
    assert not PublicPortrait.objects.exists()
    for version in OpenList.objects.filter(kind="officers"):
        page = client.get(f"/lists/{cast.agency.code}/officers/{version.version}").content.decode()
        assert photo not in page


@pytest.mark.requirement("P3")
def test_who_is_withheld_shows_no_face_and_gets_it_back_by_a_new_version(client: Client) -> None:
    cast, officer = house()
    photo = current(officer)

    given: dict[str, Any] = {"ground": "safety", "reason": "曾受威胁"}
    cast.do("agency_head", "exante.withhold_officer", officer=officer.uid, **given)

    assert picture(officer, cast) == ""
    assert client.get(address(cast, photo)).status_code == 404
    show(cast, officer, shade=20)
    assert picture(officer, cast) == ""
    publish_list(cast, "bodies")
    assert not PublicPortrait.objects.exists()

    cast.do("agency_head", "exante.end_withholding", officer=officer.uid)

    assert picture(officer, cast) != ""
    publish_list(cast, "officers")
    assert client.get(address(cast, current(officer))).status_code == 200


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_photo_taken_away_is_gone_at_once_and_its_person_stays(client: Client, how: str) -> None:
    cast, officer = house()
    photo = current(officer)

    if how == "replaced":
        show(cast, officer, shade=10)
    else:
        cast.do("admin", "orgs.remove_photo", officer=officer.uid)

    newest = newest_of(cast.agency, "officers")
    assert newest is not None
    assert newest.struck_from is not None
    assert "有照者" in {row["cells"]["name"] for row in newest.content["rows"]}
    assert client.get(address(cast, photo)).status_code == 404
    assert photo not in client.get(f"/lists/{cast.agency.code}/officers").content.decode()


def test_public_photos_that_went_astray_are_put_right_by_the_hourly_look() -> None:
    cast, _ = house()
    PublicPortrait.objects.all().delete()
    PublicPortrait.objects.create(agency=cast.agency, sha256="0" * 64, content=b"x")

    keep_up(clock=cast.clock)

    assert PublicPortrait.objects.get().sha256 == OfficerPhoto.objects.get().sha256


@pytest.mark.tampers
def test_the_database_keeps_one_photo_at_a_time() -> None:
    cast, officer = house()
    second = OfficerPhoto(
        officer=officer, sha256="1" * 64, sm3="1" * 64, size=1, from_on=cast.today
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


def files() -> set[str]:
    return set(store().names())


@pytest.mark.requirement("P3")
def test_the_file_of_a_photo_taken_down_is_destroyed_the_next_day_and_the_ledger_tells(
    client: Client,
) -> None:
    cast, officer = house()
    photo = current(officer)
    with store().open(photo) as file:
        kept = base64.b64encode(file.read())
    cast.do("admin", "orgs.remove_photo", officer=officer.uid)
    destroy_taken_down(clock=cast.clock)
    assert photo in files()

    cast.wait(days=1)
    others = files() - {photo}
    destroy_taken_down(clock=cast.clock)

    assert files() == others
    row = OfficerPhoto.objects.get(officer=officer)
    assert row.destroyed_at == cast.now
    entry = Entry.objects.filter(stream=cast.agency.stream).order_by("-seq").first()
    assert entry is not None
    assert "orgs.destroy_photos" in entry.lines[0]
    assert client.get(address(cast, photo)).status_code == 404
    assert kept not in client.get(f"/o/{token_of(officer.certificates.get())}").content
    assert list(FileAudit(store()).run()) == []
    written = Entry.objects.count()
    destroy_taken_down(clock=cast.clock)
    assert Entry.objects.count() == written


def test_a_file_that_a_crash_left_goes_later_and_until_then_the_audit_tells() -> None:
    cast, officer = house()
    photo = current(officer)
    with store().open(photo) as file:
        content = file.read()
    cast.do("admin", "orgs.remove_photo", officer=officer.uid)
    cast.wait(days=1)
    destroy_taken_down(clock=cast.clock)
    store().put(content)

    (finding,) = FileAudit(store()).run()
    assert "已登记销毁" in finding.problem
    destroy_taken_down(clock=cast.clock)

    assert photo not in files()


def test_what_another_row_names_stays_and_a_photo_set_anew_has_its_file() -> None:
    cast, officer = house()
    other = make_officer(cast.agency, name="同照者")
    show(cast, other)
    photo = current(officer)
    cast.do("admin", "orgs.remove_photo", officer=officer.uid)
    cast.wait(days=1)
    destroy_taken_down(clock=cast.clock)
    assert photo in files()

    cast.do("admin", "orgs.remove_photo", officer=other.uid)
    cast.wait(days=1)
    destroy_taken_down(clock=cast.clock)
    assert photo not in files()
    show(cast, officer)
    destroy_taken_down(clock=cast.clock)

    assert photo in files()
    assert list(FileAudit(store()).run()) == []


@pytest.mark.tampers
def test_a_photo_in_use_cannot_be_called_destroyed() -> None:
    cast, officer = house()

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerPhoto.objects.filter(officer=officer).update(destroyed_at=cast.now)
