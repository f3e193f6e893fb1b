"""The page of an officer's photo: who sees it, who sets it, what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, make_cast
from gongjian.exante.tests.test_photos import drawing
from gongjian.orgs.models import Officer, OfficerPhoto
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.workbench.testing import signed_in, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    made = make_cast(accounts=True)
    made.people["admin"] = make_officer(
        made.agency, ("admin_system",), account=True, certificate=False
    )
    made.people["supervisor"] = make_officer(made.agency, ("supervisor",), account=True)
    return made


def page(officer: Officer) -> str:
    return f"/staff/people/{officer.uid}/photo"


def send(client: Client, officer: Officer, content: bytes, status: int) -> str:
    sent = client.post(page(officer), {"file": SimpleUploadedFile("a.jpg", content)})
    assert sent.status_code == status
    return sent.content.decode()


def test_who_keeps_the_register_uploads_a_photo_and_sees_it_in_the_list(cast: Cast) -> None:
    client, officer = signed_in(cast, "admin"), cast.people["handler"]
    assert "还没有登记照片" in client.get(page(officer)).content.decode()
    assert page(officer) in client.get("/staff/people/").content.decode()
    assert "请先选择照片文件" in client.post(page(officer)).content.decode()
    assert "照片打不开" in send(client, officer, b"no picture", 422)

    send(client, officer, drawing(), 302)

    shown = client.get(f"{page(officer)}?bytes")
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert f"{page(officer)}?bytes" in client.get("/staff/people/").content.decode()
    assert "已经登记" in send(client, officer, drawing(), 422)
    told = {"officer": officer.uid, "confirmed": "1"}
    assert client.post("/staff/acts/orgs.remove_photo/", told).status_code == 302
    assert client.get(f"{page(officer)}?bytes").status_code == 404


def test_the_own_certificate_shows_the_own_photo(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    assert "照片尚未上传" in client.get("/staff/certificate/").content.decode()
    send(signed_in(cast, "admin"), cast.people["handler"], drawing(), 302)

    shown = client.get("/staff/certificate/").content.decode()

    assert "data:image/jpeg;base64," in shown
    assert "照片尚未上传" not in shown
    assert "/o/" in shown


def test_a_supervisor_sees_it_and_nobody_else_finds_the_page(cast: Cast) -> None:
    officer = cast.people["handler"]
    send(signed_in(cast, "admin"), officer, drawing(), 302)
    other = make_agency(code="elsewhere")
    stranger = signed_in_as(make_officer(other, ("admin_system",), account=True, certificate=False))
    supervisor = signed_in(cast, "supervisor")

    assert supervisor.get(f"{page(officer)}?bytes").status_code == 200
    assert supervisor.get(page(officer)).status_code == 403
    send(supervisor, officer, drawing(10), 403)
    for client in (stranger, signed_in(cast, "handler"), signed_in(cast, "publisher")):
        assert client.get(f"{page(officer)}?bytes").status_code == 404
        send(client, officer, drawing(10), 404)
    assert OfficerPhoto.objects.count() == 1


def test_more_photos_ask_no_more_of_the_database(cast: Cast) -> None:
    client = signed_in(cast, "admin")
    send(client, cast.people["handler"], drawing(), 302)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/staff/people/").status_code == 200
        return len(seen)

    few = queries()
    for office in ("second", "unit_head"):
        send(client, cast.people[office], drawing(20), 302)

    assert queries() == few
