"""One contract for every adapter: folder, push, mail, message."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from gongjian.channels.adapters import ADAPTERS, Destination, Parcel, Refused, Send, Unreachable
from gongjian.channels.adapters.folder import folder_of
from gongjian.channels.adapters.message import MOST_TEXT
from gongjian.channels.choices import ChannelKind
from gongjian.channels.testing_receiver import Receiver

AT = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
SECRET = "a-shared-secret-of-26-chars"
SHOWN = {"id": "a1", "action": "show", "number": "1号", "title": "甲案", "url": "/a1"}
GONE = {"id": "b2", "action": "withdraw", "number": "2号", "reason": "已撤销", "url": "/b2"}


@dataclass
class End:
    """The far end of an adapter: what it holds, and how it dies and comes back."""

    send: Send
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
    if ChannelKind(request.param).signed:
        receiver = Receiver(SECRET)
        receiver.start()
        to = destination(receiver.address)
        held = lambda: list(receiver.held.values())  # noqa: E731
        yield End(ADAPTERS[request.param], to, held, receiver.stop, receiver.start)
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

    return End(ADAPTERS[ChannelKind.FILE], to, held, die, lambda: place.unlink())


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

    to = destination("gongshi@example.gov.cn")
    return End(ADAPTERS[ChannelKind.MAIL], to, held, die, revive)


def told(*records: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what every receiver holds of a record, whatever else it gets."""
    return [tuple(r[name] for name in ("id", "action", "number", "url")) for r in records]


@pytest.mark.requirement("P17")
def test_a_parcel_arrives_whole_and_is_receipted(end: End) -> None:
    answer = end.send(end.to, parcel(SHOWN, GONE))

    assert answer.receipt
    assert answer.refused == {}
    assert told(*end.held()) == told(SHOWN, GONE)


def test_the_same_parcel_twice_is_there_once(end: End) -> None:
    send = end.send

    first, second = send(end.to, parcel(SHOWN)), send(end.to, parcel(SHOWN))

    assert told(*end.held()) == told(SHOWN)
    assert bool(first.receipt) is bool(second.receipt) is True


def test_a_dead_receiver_is_told_of_in_words_and_takes_all_when_it_lives_again(end: End) -> None:
    send = end.send
    end.die()

    with pytest.raises(Unreachable, match="请"):
        send(end.to, parcel(SHOWN))
    end.revive()

    assert end.held() == []
    assert send(end.to, parcel(SHOWN)).receipt
    assert told(*end.held()) == told(SHOWN)


def test_a_message_says_in_few_words_what_the_public_item_says(receiver: Receiver) -> None:
    long = SHOWN | {"summary": "青川市振禾机械制造有限公司因未批先建被罚款。" * 9, "id": "c3"}

    ADAPTERS[ChannelKind.MESSAGE](destination(receiver.address), parcel(SHOWN, GONE, long))

    texts = [record["text"] for record in receiver.held.values()]
    assert texts[:2] == [
        "【青川市生态环境局】甲案",
        "【青川市生态环境局】已撤下2号的公示，原因：已撤销",
    ]
    assert len(texts[2]) == MOST_TEXT
    assert texts[2].endswith("…")
    assert set(receiver.held["c3"]) == {"id", "action", "number", "url", "text"}


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
