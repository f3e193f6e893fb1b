"""Staff go first: what the public reads waits while a page of the house is being made.

The threads of a process share one interpreter. With every thread busy for the public, a page of the
workbench would take as many times longer; whoever reads as fast as a machine can must not slow down
a case. No reader waits longer than `PATIENCE` for that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from django.http import HttpRequest, HttpResponse

from .middleware import PRIVATE

# Figures of ours. One reader computes while another waits for the database.
TOGETHER = 2
PATIENCE = 0.25  # seconds
PUBLIC_API = "/api/v1/public/"


class StaffFirst:
    """Lets few public pages be made at a time, and none begin while staff are waiting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._turn = Condition()
        self._staff = self._public = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on in its turn."""
        path = request.path
        private = path.startswith(PRIVATE) and not path.startswith(PUBLIC_API)
        with self._first() if private else self._in_turn():
            return self.get_response(request)

    @contextmanager
    def _first(self) -> Iterator[None]:
        with self._turn:
            self._staff += 1
        try:
            yield
        finally:
            with self._turn:
                self._staff -= 1
                self._turn.notify(TOGETHER)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with self._turn:
            self._turn.wait_for(self._free, PATIENCE)
            self._public += 1
        try:
            yield
        finally:
            with self._turn:
                self._public -= 1
                self._turn.notify()

    def _free(self) -> bool:
        return self._public < TOGETHER and not self._staff
