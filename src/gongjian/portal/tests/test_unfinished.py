"""What cannot be done yet is said in the product and, word for word, in the documents."""

from pathlib import Path

import pytest
from django.test import Client

from gongjian.portal.unfinished import NOT_YET, as_markdown

DOCUMENT = Path(__file__).parents[4] / "docs" / "not-yet.md"


@pytest.mark.django_db
def test_page_and_document_say_the_same(client: Client) -> None:
    page = client.get("/not-yet").content.decode()

    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()
    for area, items in NOT_YET:
        assert area in page
        for item in items:
            assert item in page
    assert 'href="/not-yet"' in client.get("/about").content.decode()
