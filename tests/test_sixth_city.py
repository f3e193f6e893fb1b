"""A further city is one file in the home folder: everything else follows from it."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from gongjian.cases import testing as story
from gongjian.jurisdiction import profiles as module
from gongjian.jurisdiction.profiles import profile
from gongjian.jurisdiction.tests.test_profiles import SIXTH
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def city(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a profile of its own, started up."""
    monkeypatch.setattr(module, "_added", [])
    file = tmp_path / "profiles" / "yibin.toml"
    file.parent.mkdir()
    file.write_text(SIXTH, encoding="utf-8")
    settings.GONGJIAN_HOME = tmp_path
    apps.get_app_config("jurisdiction").ready()
    return file


@pytest.mark.requirement("X5")
@pytest.mark.usefixtures("city")
def test_an_agency_of_the_city_decides_and_publishes_by_its_own_limits() -> None:
    cast = story.make_cast(profile="yibin")

    item = publish(cast, story.decided_case(cast))

    due = profile("yibin").due("publication-limit", item.decided_on, "environment").due_on
    assert item.due_on == due
    page = Client().get(f"/decisions/{item.token}").content.decode()
    assert due.isoformat() in page


@pytest.mark.requirement("X5")
def test_a_wrong_file_is_refused_with_line_and_reason(city: Path) -> None:
    text = SIXTH.replace("days = ", "days = -", 1)
    assert text != SIXTH
    city.write_text(text, encoding="utf-8")
    profile.cache_clear()

    with pytest.raises(module.ProfileError, match=r"yibin\.toml.*\d+.*days"):
        profile("yibin")
