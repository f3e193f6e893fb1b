"""The photos on the public register: as many rows as its newest readable version names."""

from gongjian.orgs.models import Agency, Officer
from gongjian.vault.store import store

from .choices import ListKind
from .models import PublicPortrait, Withholding
from .queries import newest_of


def is_withheld(officer: Officer) -> bool:
    """Tell whether an officer is only counted, so that nobody outside may see his face."""
    return Withholding.objects.filter(officer=officer, to_on__isnull=True).exists()


def named(agency: Agency) -> set[str]:
    """Return the hashes of the photos that the register shows now; one query."""
    newest = newest_of(agency, ListKind.OFFICERS)
    if newest is None or newest.closed_on is not None:
        return set()
    return set(newest.content.get("photos", {}).values())


def renew_portraits(agency: Agency) -> int:
    """Bring the public photos of an agency in line with its register; return how many changed.

    In the transaction of the act that changed the register, and looked through every hour.
    """
    wanted = named(agency)
    kept = PublicPortrait.objects.filter(agency=agency)
    gone, _ = kept.exclude(sha256__in=wanted).delete()
    new = wanted - set(kept.values_list("sha256", flat=True))
    made = [PublicPortrait(agency=agency, sha256=name, content=_bytes(name)) for name in new]
    PublicPortrait.objects.bulk_create(made)
    return gone + len(made)


def portrait_shown(agency: str, sha256: str) -> bytes | None:
    """Return the bytes of a photo on an agency's register; one query."""
    found = PublicPortrait.objects.filter(agency__code=agency, sha256=sha256)
    content = found.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def _bytes(sha256: str) -> bytes:
    with store().open(sha256) as file:
        return file.read()
