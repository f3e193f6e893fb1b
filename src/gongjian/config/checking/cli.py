"""`gongjian check [--json] [PATH…]`."""

import json
import os
import sys
from collections.abc import Sequence

from gongjian.catalog.cli import check as check_causes
from gongjian.catalog.cli import holds_causes
from gongjian.jurisdiction.cli import check as check_profiles
from gongjian.process.cli import check as check_procedures

from .report import examine
from .words import printed


def check_command(words: Sequence[str]) -> int:
    """Check what is shipped, or the files named; 0 when all is right, else 1.

    Without paths: counts, faults, and every difference between a profile and the layer above.
    """
    as_json = "--json" in words
    paths = [word for word in words if word != "--json"]
    if paths:
        return _check_files(paths)
    report = examine()
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(printed(report)).lstrip("\n"))
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 1 if report.problems else 0


def _check_files(paths: list[str]) -> int:
    profiles = [p for p in paths if "profiles" in os.path.abspath(p).split(os.sep)]
    causes = [p for p in paths if p not in profiles and holds_causes(p)]
    procedures = [p for p in paths if p not in profiles and p not in causes]
    codes = []
    if causes:
        codes.append(check_causes(causes))
    if procedures:
        codes.append(check_procedures(procedures))
    if profiles:
        codes.append(check_profiles(profiles))
    return max(codes)
