"""The arrows kept beforehand are those that the search finds today."""

from pathlib import Path

from django.core.management import call_command

from gongjian.process.arrows import FILE


def test_the_arrows_of_every_shipped_chart_are_current(tmp_path: Path) -> None:
    written = tmp_path / "arrows.txt"

    call_command("arrows", str(written))

    assert written.read_text(encoding="utf-8") == FILE.read_text(encoding="utf-8"), (
        "run `gongjian arrows` and commit src/gongjian/process/arrows.txt"
    )
