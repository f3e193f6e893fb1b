"""Recordings: who hands one in, who plays it, and that nobody changes or removes one."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.models import Matter, Step
from gongjian.recording import views
from gongjian.recording.models import Recording, RecordingAccess, RecordingUpload
from gongjian.recording.queries import by_step, player
from gongjian.recording.services import keep_recording
from gongjian.recording.services.playing import GOOD_FOR
from gongjian.recording.testing import jpeg, movie, record, wav
from gongjian.vault.audit import FileAudit
from gongjian.vault.store import LocalStore, store

from .doors import DONE, Attempt, assert_shut, directly, signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MOVIE = movie(20, data=bytes(range(256)) * 40)
SEEN_IN = ("handler", "second", "unit_head", "agency_head")


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def filed(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)
    return matter


def at(cast: Cast, recording: Recording, office: str = "handler") -> str:
    """Return the address that the player on a page of this person asks."""
    ticket = player(cast.actor(office), recording, cast.clock).ticket
    return f"{reverse('recording:stream', args=[recording.uid])}?ticket={ticket}"


def form(matter: Matter, **values: Any) -> dict[str, Any]:
    step = Step.objects.filter(matter=matter, code="record_inspection").get()
    return {
        "content": SimpleUploadedFile("现场.mp4", MOVIE),
        "step": str(step.uid),
        "officer": str(matter.lead.uid),
        "started_at": "2026-03-02T10:00",
        "note": "进入加工间检查。",
        **values,
    }


@pytest.mark.requirement("R9")
def test_a_recording_handed_in_on_the_page_is_shown_and_played_by_the_piece(cast: Cast) -> None:
    matter = filed(cast)
    client = signed_in(cast.people["handler"])
    page, case = reverse("recording:add", args=[matter.uid]), f"/staff/matters/{matter.uid}/"

    assert page in client.get(f"{case}?tab=sound").text
    done = client.post(page, form(matter))

    assert (done.status_code, done["Location"]) == (302, f"{case}?tab=sound")
    recording = Recording.objects.get()
    assert (recording.kind, recording.seconds, recording.size) == ("video", 20, len(MOVIE))
    assert not RecordingUpload.objects.exists()
    for shown in (f"{case}?tab=sound", case):
        assert reverse("recording:play", args=[recording.uid]) in client.get(shown).text

    played = client.get(reverse("recording:play", args=[recording.uid])).text
    who = cast.people["handler"].name
    assert f"<span>{who} {cast.today}" in played
    assert 'controlslist="nodownload' in played
    assert "检查" in played
    assert not RecordingAccess.objects.exists(), "a page that is only looked at is no view"

    address = at(cast, recording)
    head = client.head(address)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(MOVIE)))
    assert head["Accept-Ranges"] == "bytes"
    assert not RecordingAccess.objects.exists()
    whole = client.get(address)
    assert whole.getvalue() == MOVIE
    first = client.get(address, headers={"Range": "bytes=0-9"})
    last = client.get(address, headers={"Range": "bytes=-7"})
    assert (first.status_code, first.getvalue()) == (206, MOVIE[:10])
    assert (last.status_code, last.getvalue()) == (206, MOVIE[-7:])
    assert last["Content-Range"] == f"bytes {len(MOVIE) - 7}-{len(MOVIE) - 1}/{len(MOVIE)}"
    beyond = client.get(address, headers={"Range": f"bytes={len(MOVIE)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(MOVIE)}")
    changed = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (changed.status_code, changed.getvalue()) == (200, MOVIE)
    assert first["Content-Disposition"] == "inline"
    assert "no-store" in first["Cache-Control"]
    assert "media-src 'self'" in first["Content-Security-Policy"]
    assert first["Content-Type"] == "video/mp4"

    view = RecordingAccess.objects.get()
    assert (view.officer, view.door) == (cast.people["handler"], "page")
    client.get(at(cast, recording))
    assert RecordingAccess.objects.count() == 2
    saved = client.get(address, headers={"Sec-Fetch-Dest": "document"})
    assert saved.status_code == 403
    assert who in client.get(reverse("recording:play", args=[recording.uid])).text


def test_pieces_are_no_larger_than_one_answer_may_be(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 100)
    recording = record(cast.actor("handler"), filed(cast), MOVIE, cast.clock)
    client, address, got = signed_in(cast.people["handler"]), at(cast, recording), b""

    while len(got) < len(MOVIE):
        part = client.get(address, headers={"Range": f"bytes={len(got)}-"})
        assert part.status_code == 206
        got += part.getvalue()
        assert len(got) <= 100 * -(-len(got) // 100)

    assert got == MOVIE
    assert RecordingAccess.objects.count() == 1


@pytest.mark.requirement("R9")
def test_only_who_sees_the_case_plays_and_only_with_a_ticket_of_his_own(cast: Cast) -> None:
    matter = filed(cast)
    recording = record(cast.actor("handler"), matter, MOVIE, cast.clock)
    page = reverse("recording:play", args=[recording.uid])
    mine = at(cast, recording)
    stranger = story.make_cast("kunming", accounts=True).people["handler"]

    for office in SEEN_IN:
        client = signed_in(cast.people[office])
        assert client.get(page).status_code == 200, office
        assert client.get(at(cast, recording, office)).status_code == 200, office
        if office != "handler":
            assert client.get(mine).status_code == 404, office
    for other in (stranger, cast.people["finance"]):
        client = signed_in(other)
        answers = [client.get(page), client.get(mine), client.head(mine)]
        assert [a.status_code for a in answers] == [404] * 3
    assert Client().get(mine).status_code == 302
    client = signed_in(cast.people["handler"])
    for wrong in (mine.partition("?")[0], mine + "x", mine.replace("?ticket=", "?ticket=x")):
        assert client.get(wrong).status_code == 404
    assert RecordingAccess.objects.count() == len(SEEN_IN)
    another = record(cast.actor("handler"), matter, wav(), cast.clock)
    swapped = mine.replace(str(recording.uid), str(another.uid))
    assert client.get(swapped).status_code == 404
    cast.now += GOOD_FOR + timedelta(minutes=1)
    client = signed_in(cast.people["handler"])
    assert client.get(mine).status_code == 404


def test_who_does_not_handle_the_case_registers_nothing_by_any_door(cast: Cast) -> None:
    matter = filed(cast)
    kept = keep_recording(cast.actor("handler"), SimpleUploadedFile("a", MOVIE), "a", cast.clock)
    step = Step.objects.filter(matter=matter).latest("seq")
    said = {
        "file": str(kept.uid),
        "step": str(step.uid),
        "officer": str(cast.people["handler"].uid),
        "started_at": (cast.now - timedelta(hours=1)).isoformat(),
        "note": "现场。",
    }
    for office, status in (("unit_head", 403), ("agency_head", 403), ("finance", 404)):
        tried = Attempt(cast.people[office], "recording.add", said, matter)
        # The form offers nobody what another has handed in.
        assert_shut(tried, status, page=422 if status == 403 else status)
        page = reverse("recording:add", args=[matter.uid])
        client = signed_in(cast.people[office])
        answers = [client.get(page), client.post(page, form(matter))]
        assert [a.status_code for a in answers] == [status] * 2, office
    other = story.file_case(cast, story.open_case(cast))
    wrong = {
        "another's file": (said, "second", 404),
        "a step of another case": (
            said | {"step": str(Step.objects.filter(matter=other).latest("seq").uid)},
            "handler",
            404,
        ),
        "who does not handle it": (
            said | {"officer": str(cast.people["unit_head"].uid)},
            "handler",
            404,
        ),
        "not ended yet": (
            said | {"started_at": (cast.now - timedelta(seconds=-30)).isoformat()},
            "handler",
            422,
        ),
        "says nothing": (said | {"note": " "}, "handler", 422),
    }
    for name, (command, office, status) in wrong.items():
        tried = Attempt(cast.people[office], "recording.add", command, matter)
        assert directly(tried) == status, name
    assert not Recording.objects.exists()
    mine = Attempt(cast.people["handler"], "recording.add", said, matter)
    assert directly(mine) == DONE
    with pytest.raises(RuleBroken, match="不用再登记"):
        record(cast.actor("handler"), matter, MOVIE, cast.clock)


def test_what_is_no_recording_is_refused_on_the_page_and_what_was_typed_stays(
    cast: Cast, settings: Any
) -> None:
    matter = filed(cast)
    client, page = signed_in(cast.people["handler"]), reverse("recording:add", args=[matter.uid])

    def told(**values: Any) -> str:
        answer = client.post(page, form(matter, **values))
        assert answer.status_code == 422
        return str(answer.text)

    wrong = told(content=SimpleUploadedFile("现场.mp4", b"MZ" + bytes(80)))
    assert "只收 MP4 录像" in wrong
    assert "进入加工间检查。" in wrong
    assert "空文件" in told(content=SimpleUploadedFile("a.mp4", b""))
    assert "不完整" in told(content=SimpleUploadedFile("a.mp4", MOVIE[:-4]))
    assert "请先选择音像文件" in told(content="")
    lacking = told(note="")
    assert "请填写“拍摄、录制的内容”" in lacking
    assert "现场.mp4（录像，20秒" in lacking, "the file need not be sent again"
    kept = RecordingUpload.objects.get()
    assert client.post(page, form(matter, content="", file=str(kept.uid))).status_code == 302
    settings.GONGJIAN_RECORDING_MAX_BYTES = 300
    assert "请用设备的配套软件分段导出" in told()
    monthly = client.post(page, form(matter), headers={"X-Requested-With": "progress"})
    assert monthly.status_code == 422
    settings.GONGJIAN_RECORDING_MAX_BYTES = 10**6
    new = form(matter, content=SimpleUploadedFile("b.wav", wav()))
    assert client.post(page, new, headers={"X-Requested-With": "progress"}).status_code == 204
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = client.cookies
    assert forged.post(page, form(matter)).status_code == 403


def test_the_act_is_done_by_api_with_a_file_handed_in_before(cast: Cast) -> None:
    matter = filed(cast)
    client = signed_in(cast.people["handler"])
    kept = client.post("/api/v1/uploads/recordings", {"file": SimpleUploadedFile("a", jpeg())})
    assert kept.status_code == 200, kept.content
    assert (kept.json()["kind"], kept.json()["seconds"]) == ("photo", 0)
    said = {k: v for k, v in form(matter).items() if k != "content"}
    done = client.post(
        f"/api/v1/matters/{matter.uid}/acts/recording.add",
        json.dumps(said | {"file": kept.json()["uid"], "started_at": "2026-03-02T10:00:00+08:00"}),
        content_type="application/json",
    )
    assert done.status_code == 200, done.content
    photo = Recording.objects.get()
    shown = client.get(at(cast, photo), headers={"Range": "bytes=0-3"})
    assert (shown.status_code, shown.getvalue()) == (200, jpeg())
    refused = client.post("/api/v1/uploads/recordings", {"file": SimpleUploadedFile("a", b"x")})
    assert refused.status_code == 422


@pytest.mark.requirement("R10")
@pytest.mark.tampers
def test_nobody_alters_or_removes_one_and_a_changed_file_is_found(cast: Cast) -> None:
    matter = filed(cast)
    recording = record(cast.actor("handler"), matter, MOVIE, cast.clock)
    other = story.file_case(cast, story.open_case(cast))
    again = record(cast.actor("handler"), other, MOVIE, cast.clock)
    assert again.sha256 == recording.sha256
    assert list(store().names()).count(recording.sha256) == 1
    signed_in(cast.people["handler"]).get(at(cast, recording))
    refused = [
        "DELETE FROM recording_recording",
        "UPDATE recording_recording SET note = 'x'",
        f"UPDATE recording_recording SET sha256 = '{'0' * 64}'",
        "UPDATE recording_recording SET step_id = step_id + 1",
        "DELETE FROM recording_recordingaccess",
        "UPDATE recording_recordingaccess SET by_name = 'x'",
    ]
    for statement in refused:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    for wrong in (
        {"step_id": Step.objects.filter(matter=other).latest("seq").pk},
        {"seconds": 0},
        {"note": ""},
        {"started_at": cast.now + timedelta(days=1)},
        {"sha256": recording.sha256},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Recording.objects.bulk_create([copy_of(recording, **wrong)])

    assert list(FileAudit(store()).run()) == []
    path = LocalStore(Path(settings.GONGJIAN_HOME) / "vault").path(recording.sha256)
    path.chmod(0o600)
    path.write_bytes(MOVIE[:-1] + b"x")
    found = {finding.where.partition("（")[0] for finding in FileAudit(store()).run()}
    assert f"recording.recording {recording.uid}" in found


def test_a_state_secret_plays_for_nobody_and_a_closed_case_takes_none(cast: Cast) -> None:
    matter = filed(cast)
    recording = record(cast.actor("handler"), matter, MOVIE, cast.clock)
    address, page = at(cast, recording), reverse("recording:play", args=[recording.uid])
    said: dict[str, Any] = {
        "number": "青环密〔2026〕3号",
        "ground": "6",
        "level": "confidential",
        "classified_on": cast.today,
        "responsible": cast.people["handler"].uid,
        "keeper": cast.people["second"].uid,
    }
    cast.do("handler", "cases.move_to_secret", matter, **said)

    for office in SEEN_IN:
        client = signed_in(cast.people[office])
        asked = (page, address, at(cast, recording, office))
        assert [client.get(one).status_code for one in asked] == [404] * 3, office
    with pytest.raises(NotFound):
        record(cast.actor("handler"), matter, wav(), cast.clock)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recording.objects.bulk_create([copy_of(recording)])


@pytest.mark.tampers
def test_many_recordings_come_page_by_page_and_with_their_steps(cast: Cast) -> None:
    """A page and the timeline ask as often for seventy as for one."""
    matter = filed(cast)
    first = record(cast.actor("handler"), matter, MOVIE, cast.clock)
    client, case = signed_in(cast.people["handler"]), f"/staff/matters/{matter.uid}/"
    tabs = (case, f"{case}?tab=sound")
    asked = [statements(client, tab) for tab in tabs]

    Recording.objects.bulk_create(
        copy_of(first, sha256=f"{n:064}", started_at=first.started_at - timedelta(minutes=n))
        for n in range(1, 70)
    )

    assert [statements(client, tab) for tab in tabs] == asked
    shown, address = [], tabs[1]
    while address:
        page = client.get(address).text
        shown.append(page.count("<summary><span class"))
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = case + following[1].replace("&amp;", "&") if following else ""
    assert shown == [30, 30, 10]
    other = matter.steps.order_by("seq")[0]
    assert list(by_step(matter, [other])) == []


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def copy_of(recording: Recording, **other: Any) -> Recording:
    """Return a row as somebody would write it past the act."""
    values = {f.attname: getattr(recording, f.attname) for f in Recording._meta.concrete_fields}
    new = {"id": None, "uid": uuid4(), "sha256": "2" * 64}
    return Recording(**values | new | other)


def test_too_many_that_lead_nowhere_and_what_is_forgotten(cast: Cast) -> None:
    actor = cast.actor("handler")
    for pitch in range(20):
        keep_recording(actor, SimpleUploadedFile("a", wav(1, pitch=400 + pitch)), "a", cast.clock)
    with pytest.raises(RuleBroken, match="20个"):
        keep_recording(actor, SimpleUploadedFile("a", wav()), "a", cast.clock)
    cast.wait(days=2)
    keep_recording(actor, SimpleUploadedFile("a", wav()), "a", cast.clock)
    assert RecordingUpload.objects.count() == 1
    with pytest.raises(InvalidInput, match="空文件"):
        keep_recording(actor, SimpleUploadedFile("a", b""), "a", cast.clock)
