"""`gongjian COMMAND`: a few need no Django; all others are management commands."""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["due"]:
        from gongjian.jurisdiction.cli import due_command

        return due_command(words[1:])
    if words[:1] == ["check"]:
        return _check(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.serve")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongjian", *words])
    return 0


def _check(paths: list[str]) -> int:
    """Check processes, tables, causes and profiles; without paths, all that are shipped."""
    from gongjian.catalog.cli import check as check_catalogue
    from gongjian.catalog.cli import holds_causes
    from gongjian.common.data import data_folder
    from gongjian.jurisdiction.cli import check as check_profiles
    from gongjian.process.cli import check as check_procedures

    if not paths:
        paths = [str(data_folder(name)) for name in ("processes", "tables", "catalog", "profiles")]
    profiles = [p for p in paths if "profiles" in os.path.abspath(p).split(os.sep)]
    causes = [p for p in paths if p not in profiles and holds_causes(p)]
    procedures = [p for p in paths if p not in profiles and p not in causes]
    codes = []
    if procedures:
        codes.append(check_procedures(procedures))
    if causes:
        codes.append(check_catalogue(causes))
    if profiles:
        codes.append(check_profiles(profiles))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
