"""What every test shares: after each one, the ledger vouches for every record row."""

import os
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# How long something takes is measured by `gongjian bench`, never by a test.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

# What stands beside the tests tells as much as they do when an assertion of it fails.
pytest.register_assert_rewrite("tests.doors")


@pytest.fixture(autouse=True)
def ledger_covers_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check after a test with a database that each record row equals its latest snapshot."""
    marked = request.node.get_closest_marker("django_db") is not None
    if not marked and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    if "home" in request.fixturenames:  # the keys of secret snapshots must still be there
        request.getfixturevalue("home")
    yield
    if request.node.get_closest_marker("tampers") is None and _looked_at(request.node.nodeid):
        from gongjian.ledger.testing import assert_ledger_covers_rows

        assert_ledger_covers_rows()


def _looked_at(test: str) -> bool:
    """Tell whether the rows of a test are compared: on SQLite always, on PostgreSQL every third.

    It runs the same tests, so that only what a database makes of a value can differ there.
    """
    return "DATABASE_URL" not in os.environ or zlib.crc32(test.encode()) % 3 == 0


@pytest.fixture
def home(settings: object, tmp_path: Path) -> Path:
    """Give the test a home folder of its own (vault, keys, index)."""
    settings.GONGJIAN_HOME = tmp_path  # type: ignore[attr-defined]  # Django's settings
    return tmp_path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed test: nothing is passed over in silence."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped while CI=true: {report.longrepr}"
    return report
