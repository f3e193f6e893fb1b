"""Sessions in the database, as Django keeps them; each request reads its own by a prepared read."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared_first


class SessionStore(db.SessionStore):
    """What Django loads for `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Any:
        found = _running(self.session_key or "", Clock().now())
        if found is None:
            self._session_key = None
        return found


@prepared_first
def _running(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
