"""Staff are not held up by the public, and the public not for long."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongjian.config import turns
from gongjian.config.turns import TOGETHER, StaffFirst

SOON = 5.0
Answer = Callable[[HttpRequest], HttpResponse]


class _House:
    """Answers once it is told to, and says which requests have begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go = {"/staff/": Event(), "/": Event()}
        self.ask = StaffFirst(self._answer)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        self.begun.append(request.path)
        assert self.go[request.path].wait(SOON)
        return HttpResponse()

    def asked(self, path: str) -> Thread:
        thread = Thread(target=self.ask, args=(RequestFactory().get(path),))
        thread.start()
        thread.join(0.05)
        return thread


def _over(*threads: Thread) -> None:
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def test_the_public_waits_while_staff_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", SOON)
    house = _House()
    staff, reader = house.asked("/staff/"), house.asked("/")

    assert house.begun == ["/staff/"]
    house.go["/"].set()
    house.go["/staff/"].set()
    _over(staff, reader)
    assert house.begun == ["/staff/", "/"]


def test_staff_begin_at_once_however_many_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", SOON)
    house = _House()
    readers = [house.asked("/") for _ in range(TOGETHER + 2)]

    staff = house.asked("/staff/")

    assert house.begun == ["/"] * TOGETHER + ["/staff/"]
    house.go["/staff/"].set()
    house.go["/"].set()
    _over(staff, *readers)
    assert len(house.begun) == TOGETHER + 3


def test_no_reader_waits_longer_than_the_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    house = _House()
    house.go["/"].set()
    staff = house.asked("/staff/")

    _over(house.asked("/"))

    assert house.begun == ["/staff/", "/"]
    house.go["/staff/"].set()
    _over(staff)


def test_a_page_that_breaks_gives_its_turn_back() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError(request.path)

    ask = StaffFirst(broken)
    for path in ("/staff/", *["/"] * (TOGETHER + 1)):
        with pytest.raises(ValueError, match="/"):
            ask(RequestFactory().get(path))
