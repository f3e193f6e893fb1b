"""Who a session belongs to, read at every request; passwords are the acts' (`try_password`)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from gongjian.common.db.prepared import prepared_first

from .models import User


class Accounts(ModelBackend):
    """Finds the account of a session; one that was closed is nobody's."""

    def get_user(self, user_id: Any) -> User | None:
        found = _account(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None


@prepared_first
def _account(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
