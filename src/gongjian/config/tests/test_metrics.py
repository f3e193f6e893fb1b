"""`/metrics`: figures without names, for this machine or who has the token."""

import re

import pytest
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.testing import make_cast

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-keepers"


def figure(said: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", said, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_figures_tell_the_state_of_the_house_and_name_nobody(client: Client) -> None:
    cast = make_cast()
    matter = story.file_case(cast, story.open_case(cast, party=story.PERSON))
    client.get("/about")
    client.get("/decisions/nobody-has-this-token")

    said = client.get("/metrics").content.decode()

    assert figure(said, "gongjian_deadlines_open") >= 1
    assert figure(said, "gongjian_jobs_dead") == 0
    assert figure(said, "gongjian_outbox_waiting") == 0
    assert figure(said, "gongjian_checkpoint_lag_seconds") > 0
    assert figure(said, "gongjian_clock_behind_seconds") == 0
    about = 'gongjian_answers_total{method="GET",route="portal:about",status="200"}'
    missing = 'gongjian_answers_total{method="GET",route="portal:decision",status="404"}'
    assert figure(said, about) >= 1
    assert figure(said, missing) >= 1
    for private in ("nobody-has-this-token", story.PERSON["party_name"], str(matter.uid)):
        assert private not in said


def test_figures_are_for_this_machine_or_the_token(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="nobody").status_code == 404
    # Behind a proxy everybody seems to be this machine.
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.7").status_code == 404
    for sent in ("", "Bearer ", "Bearer x"):
        answer = client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION=sent)
        assert answer.status_code == 404
    settings.GONGJIAN_METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]  # Django's settings
    bearer = f"Bearer {TOKEN}"
    answer = client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION=bearer)
    assert answer.status_code == 200
