"""What a person may choose in the forms of documents."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .queries import voidable


@options("documents.voidable")
def voidable_documents(actor: Actor, matter: Any) -> Choices:
    """List the documents of the matter that can be declared void and made anew."""
    return [(str(one.uid), f"{one}（{one.made_at:%Y-%m-%d}）") for one in voidable(matter)]
