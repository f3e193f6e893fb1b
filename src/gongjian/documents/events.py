"""News of documents for higher apps."""

from dataclasses import dataclass

from .models import Document


@dataclass(frozen=True, slots=True)
class DocumentVoided:
    """A document was declared void: what rested on it rests on nothing now."""

    document: Document
