"""`make mutate`: prints, as JSON, how many mutants of each module of rules the tests notice."""

import argparse
import json
import os
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gongjian"
TARGETS = Path(__file__).with_name("targets.toml")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="process/guards.py …; none: all of them")
    parser.add_argument("--function", default="", help="only functions whose name has this")
    asked = parser.parse_args()
    known = tomllib.loads(TARGETS.read_text(encoding="utf-8"))
    wanted = [t for t in known["target"] if not asked.modules or t["module"] in asked.modules]
    begin()
    told = {target["module"]: in_a_child(target, known, asked.function) for target in wanted}
    print(json.dumps(told | {"all": summed(told)}, ensure_ascii=False, indent=1))
    return 0


def begin() -> None:
    """Load what every child needs, once; the tests' database lies in memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.test")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
    django.setup()


def in_a_child(target: dict[str, Any], known: dict[str, Any], function: str) -> dict[str, Any]:
    """Return what became of the mutants of one module."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            out.write(json.dumps(judged(target, known, function), ensure_ascii=False))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        told: dict[str, Any] = json.loads(answer.read() or '{"error": "no answer"}')
    os.waitpid(child, 0)
    line = {k: v for k, v in told.items() if not isinstance(v, list)}
    print(target["module"], line, file=sys.stderr, flush=True)
    return told | {"seconds": round(time.monotonic() - began)}


def judged(target: dict[str, Any], known: dict[str, Any], function: str) -> dict[str, Any]:
    import pytest

    from .running import Mutating

    excused = known.get("equivalent", {}).get(target["module"], {})
    plugin = Mutating(
        SOURCE / target["module"],
        excused,
        function,
        story=target.get("story", False),
        share=target.get("share", 100),
    )
    tests = [str(ROOT / test) for test in target["tests"]]
    quiet = ["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")]
    ended = pytest.main([*tests, *quiet, "-m", "not divided"], plugins=[plugin])
    if ended not in (0, 5) or not plugin.entered:
        return {"error": f"pytest ended with {ended}"}
    return plugin.found.told()


def summed(told: dict[str, dict[str, Any]]) -> dict[str, Any]:
    counted = [one for one in told.values() if "error" not in one]
    sums = {k: sum(one[k] for one in counted) for k in ("mutants", "killed", "survived")}
    whole = sums["killed"] + sums["survived"]
    return sums | {"score": round(100 * sums["killed"] / whole, 1) if whole else None}


if __name__ == "__main__":
    sys.exit(main())
