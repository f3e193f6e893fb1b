"""Public pages go out compressed, pages of one person never."""

import gzip

import pytest
from django.test import Client

from gongjian.cases.testing import activate

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "gzip"}


def test_only_what_everybody_may_read_is_compressed(client: Client) -> None:
    activate()
    plain = client.get("/procedures/penalty-ordinary")
    packed = client.get("/procedures/penalty-ordinary", headers=TAKES)

    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 5 < len(plain.content)
    assert "Content-Encoding" not in plain
    for private in ("/staff/sign-in", "/my/enter", "/data/decisions.csv", "/api/v1/openapi.json"):
        assert "Content-Encoding" not in client.get(private, headers=TAKES), private
