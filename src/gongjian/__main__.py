"""`gongjian COMMAND`: a few need no Django; all others are management commands."""

import os
import sys
from collections.abc import Sequence

from gongjian.common import heap


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    heap.seldom()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["due"]:
        from gongjian.jurisdiction.cli import due_command

        return due_command(words[1:])
    if words[:1] == ["check"]:
        from gongjian.config.checking import check_command

        return check_command(words[1:])
    if words[:1] == ["documents"]:
        from gongjian.documents.cli import documents_command

        return documents_command(words[1:])
    if words[:1] == ["bench"]:
        os.environ.setdefault("GONGJIAN_MODE", "demo")  # it measures in a home of its own
    if words[:1] == ["import"]:
        words[0] = "import_sheet"  # a module cannot be called "import"
    if words[:2] == ["portal", "serve"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongjian.config.settings.apart"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.serve")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongjian", *words])
    return 0


if __name__ == "__main__":
    sys.exit(main())
