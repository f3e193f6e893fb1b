"""The committed description of the API is the one this code serves."""

from pathlib import Path

from django.core.management import call_command

COMMITTED = Path(__file__).parents[4] / "docs" / "openapi.json"


def test_committed_description_is_current(tmp_path: Path) -> None:
    written = tmp_path / "openapi.json"

    call_command("openapi", str(written))

    assert written.read_text(encoding="utf-8") == COMMITTED.read_text(encoding="utf-8"), (
        "run `gongjian openapi` and commit docs/openapi.json"
    )
