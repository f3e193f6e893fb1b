"""One contract for every adapter: folder, push, mail."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from gongjian.channels.adapters import ADAPTERS, Destination, Parcel, Refused, Unreachable
from gongjian.channels.adapters.folder import folder_of
from gongjian.channels.choices import ChannelKind
from gongjian.channels.testing_receiver import Receiver

AT = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
SECRET = "a-shared-secret-of-26-chars"
SHOWN = {"id": "a1", "action": "show", "number": "1号", "title": "甲案", "url": "/a1"}
GONE = {"id": "b2", "action": "withdraw", "number": "2号", "reason": "已撤销", "url": "/b2"}


@dataclass
class End:
    """The far end of an adapter: what it holds, and how it dies and comes back."""

    to: Destination
    held: Callable[[], list[dict[str, Any]]]
    die: Callable[[], None]
    revive: Callable[[], None]


def parcel(*records: dict[str, Any]) -> Parcel:
    body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()
    return Parcel(hashlib.sha256(body).hexdigest(), AT, body, records)


def destination(address: str) -> Destination:
    return Destination("省平台", "青川市生态环境局", "qc-env", address, SECRET)


@pytest.fixture(params=ADAPTERS)
def end(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[End]:
    settings.GONGJIAN_HOME = tmp_path
    if request.param == ChannelKind.HTTP:
        receiver = Receiver(SECRET)
        receiver.start()
        to = destination(receiver.address)
        yield End(to, lambda: list(receiver.held.values()), receiver.stop, receiver.start)
        receiver.stop()
    elif request.param == ChannelKind.FILE:
        yield folder_end()
    else:
        yield mail_end(settings)


def folder_end() -> End:
    to = destination("city-website")
    place = folder_of(to)

    def die() -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("in the way")

    def held() -> list[dict[str, Any]]:
        files = sorted(place.glob("*.jsonl")) if place.is_dir() else []
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

    return End(to, held, die, lambda: place.unlink())


def mail_end(settings: Any) -> End:
    working = settings.EMAIL_BACKEND

    def die() -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    def revive() -> None:
        settings.EMAIL_BACKEND = working

    def held() -> list[dict[str, Any]]:
        by_id = {m.extra_headers["Message-ID"]: m for m in mail.outbox}
        texts = [m.attachments[0][1] for m in by_id.values()]
        return [json.loads(line) for text in texts for line in text.splitlines()]

    return End(destination("gongshi@example.gov.cn"), held, die, revive)


def adapter_of(end: End) -> Any:
    kinds = {"http": ChannelKind.HTTP, "gongshi@example.gov.cn": ChannelKind.MAIL}
    return ADAPTERS[kinds.get(end.to.address.split(":")[0], ChannelKind.FILE)]


@pytest.mark.requirement("P17")
def test_a_parcel_arrives_whole_and_is_receipted(end: End) -> None:
    answer = adapter_of(end)(end.to, parcel(SHOWN, GONE))

    assert answer.receipt
    assert answer.refused == {}
    assert end.held() == [SHOWN, GONE]


def test_the_same_parcel_twice_is_there_once(end: End) -> None:
    send = adapter_of(end)

    first, second = send(end.to, parcel(SHOWN)), send(end.to, parcel(SHOWN))

    assert end.held() == [SHOWN]
    assert bool(first.receipt) is bool(second.receipt) is True


def test_a_dead_receiver_is_told_of_in_words_and_takes_all_when_it_lives_again(end: End) -> None:
    send = adapter_of(end)
    end.die()

    with pytest.raises(Unreachable, match="请"):
        send(end.to, parcel(SHOWN))
    end.revive()

    assert end.held() == []
    assert send(end.to, parcel(SHOWN)).receipt
    assert end.held() == [SHOWN]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver(SECRET)
    made.start()
    yield made
    made.stop()


def test_a_push_is_signed_and_who_signs_otherwise_is_not_heard(receiver: Receiver) -> None:
    stranger = Destination("x", "x", "x", receiver.address, "another-secret-altogether")

    with pytest.raises(Unreachable, match="403"):
        ADAPTERS[ChannelKind.HTTP](stranger, parcel(SHOWN))

    assert (receiver.forged, receiver.held) == (1, {})


def test_a_receiver_may_take_some_and_send_others_back(receiver: Receiver) -> None:
    receiver.refuse = {"2号": "文号重复"}

    answer = ADAPTERS[ChannelKind.HTTP](destination(receiver.address), parcel(SHOWN, GONE))

    assert answer.refused == {"b2": "文号重复"}
    assert list(receiver.held) == ["a1"]


@pytest.mark.parametrize(
    ("status", "told"), [(500, Unreachable), (503, Unreachable), (302, Unreachable), (422, Refused)]
)
def test_no_redirect_is_followed_and_only_a_wrong_parcel_counts_as_refused(
    receiver: Receiver, status: int, told: type[Exception]
) -> None:
    receiver.answer_status = status

    with pytest.raises(told, match=str(status)):
        ADAPTERS[ChannelKind.HTTP](destination(receiver.address), parcel(SHOWN))
