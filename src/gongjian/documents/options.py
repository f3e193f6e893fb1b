"""What a person may choose in the forms of documents."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .catalogue import signed_by_people
from .choices import DocumentState, Media
from .models import WORD, Document, Upload
from .queries import voidable_by
from .services.signing import places_to_sign


@options("documents.voidable")
def voidable_documents(actor: Actor, matter: Any) -> Choices:
    """List the documents of the matter that can be declared void and made anew."""
    return [
        (str(one.uid), f"{one}（{one.made_at:%Y-%m-%d}）") for one in voidable_by(actor, matter)
    ]


@options("documents.issued")
def issued_documents(actor: Actor, matter: Any) -> Choices:
    """List the issued documents of the matter."""
    issued = Document.objects.filter(matter=matter, state=DocumentState.ISSUED).order_by("id")
    return [(str(one.uid), str(one)) for one in issued]


@options("documents.to_sign")
def documents_to_sign(actor: Actor, matter: Any) -> Choices:
    """List the issued documents of the matter that somebody from outside signs."""
    kinds = signed_by_people()
    issued = Document.objects.filter(matter=matter, state=DocumentState.ISSUED, kind__in=kinds)
    return [(str(one.uid), str(one)) for one in issued.order_by("id") if places_to_sign(one)]


@options("documents.other_handler")
def other_handler(actor: Actor, matter: Any) -> Choices:
    """Name the handler of the matter who is not this person."""
    handlers = [one for one in (matter.lead, matter.second) if one]
    return [(str(one.uid), one.name) for one in handlers if one.pk != actor.officer]


@options("documents.uploads")
def own_uploads(actor: Actor, matter: Any) -> Choices:
    """List the files this person has handed in and not yet used."""
    mine = Upload.objects.filter(officer=actor.officer, media__in=Media.values)
    return [(str(one.uid), str(one)) for one in mine]


@options("documents.word_uploads")
def own_word_uploads(actor: Actor, matter: Any) -> Choices:
    """List the Word files this person has handed in and not yet used."""
    mine = Upload.objects.filter(officer=actor.officer, media=WORD)
    return [(str(one.uid), str(one)) for one in mine]
