"""What the worker does by itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from gongjian.accounts.tasks import clear_sessions
from gongjian.common.clock import Clock


@pytest.mark.django_db
def test_expired_sessions_go_and_living_ones_stay() -> None:
    now = Clock().now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))

    assert clear_sessions(clock=Clock(offset=timedelta(days=30))) == 1

    assert Session.objects.get().session_key == "new"
