"""Process definitions by the hash of their text: parsed once per process of the machine."""

from functools import lru_cache

from gongjian.process import Process, load_process

from .models import Matter, ProcessVersion


@lru_cache(maxsize=64)
def _parsed(sha256: str, version: int) -> Process:
    stored = ProcessVersion.objects.get(pk=version)
    return load_process(stored.text, origin=f"{stored.code} {stored.version}")


@lru_cache(maxsize=256)
def _sha_of(version: int) -> str:
    return ProcessVersion.objects.values_list("sha256", flat=True).get(pk=version)


def process_of(matter: Matter) -> Process:
    """Return the definition under which this matter runs; no query once it is known."""
    return _parsed(_sha_of(matter.process_id), matter.process_id)


def knows(matter: Matter, act: str) -> bool:
    """Tell whether a matter began by a version of its procedure that has an act."""
    return act in process_of(matter).acts()


def in_force() -> list[Process]:
    """Return the definitions in force, by code; one query once their texts are known."""
    found = ProcessVersion.objects.filter(in_force=True).order_by("code")
    return [_parsed(row.sha256, row.pk) for row in found.only("pk", "sha256")]


def forget_versions() -> None:
    """Drop which version has which text: each test gives its versions the same ids anew."""
    _sha_of.cache_clear()


def forget() -> None:
    """Drop what was parsed (tests use many databases)."""
    _parsed.cache_clear()
    _sha_of.cache_clear()
