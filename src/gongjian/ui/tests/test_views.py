"""Drafts over HTTP, and the type size."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound
from gongjian.ui import views
from gongjian.ui.drafts import find_draft, save_draft
from gongjian.ui.models import Draft

from .test_forms import make_user


def post(user: Any, data: dict[str, Any]) -> HttpRequest:
    request = RequestFactory().post("/", data)
    request.user = user
    request.session = {}  # type: ignore[assignment]  # messages only need a mapping
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware
    return request


@pytest.mark.tampers
@pytest.mark.django_db
def test_what_is_typed_is_kept_without_the_proof_of_origin() -> None:
    user, key = make_user("typist"), f"cases.open_case:{uuid4()}"
    typed = {"facts": "一半", "csrfmiddlewaretoken": "secret", "expect_seq": "3"}

    answer = views.keep_draft(post(user, typed), key)

    found = find_draft(user, key)
    assert found is not None
    assert found.data == {"facts": ["一半"]}
    assert set(json.loads(answer.content)) == {"saved_at"}


@pytest.mark.tampers
@pytest.mark.django_db
def test_a_draft_thrown_away_is_gone_and_only_this_one() -> None:
    user, one, other = make_user("typist"), f"cases.a:{uuid4()}", f"cases.a:{uuid4()}"
    for key in (one, other):
        views.keep_draft(post(user, {"facts": "一半"}), key)

    answer = views.discard_draft(post(user, {"next": "/staff/matters/"}), one)

    assert answer["Location"] == "/staff/matters/"
    assert find_draft(user, one) is None
    assert find_draft(user, other) is not None


@pytest.mark.tampers
@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "cases.a:../../x", "cases.a:" + "f" * 37, "A.b:"])
def test_only_the_keys_of_forms_are_taken(key: str) -> None:
    with pytest.raises(NotFound):
        views.keep_draft(post(make_user("typist"), {"facts": "一半"}), key)


@pytest.mark.tampers
@pytest.mark.django_db
def test_a_person_keeps_two_hundred_drafts_and_the_oldest_gives_way() -> None:
    user = make_user("typist")
    first = f"cases.a:{uuid4()}"
    for number, key in enumerate([first, *(f"cases.a:{uuid4()}" for _ in range(200))]):
        save_draft(user, key, {"n": [str(number)]}, Clock().now())

    assert Draft.objects.filter(user=user).count() == 200
    assert find_draft(user, first) is None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_the_way_back_never_leaves_the_house(target: str) -> None:
    answer = views.type_size(RequestFactory().post("/size", {"size": "large", "next": target}))

    assert answer["Location"] == "/"
    assert answer.cookies["gongjian_size"].value == "large"
