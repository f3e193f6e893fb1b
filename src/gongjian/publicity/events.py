"""What publicity tells the floors above."""

from dataclasses import dataclass

from gongjian.orgs.models import Agency


@dataclass(frozen=True, slots=True)
class TextLeaks:
    """A person confirmed that public texts of an agency (addresses) hold a leak."""

    agency: Agency
    places: tuple[str, ...]
