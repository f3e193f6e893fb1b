"""The files that anyone may take: copied out of the vault while their item is shown.

The portal reads public rows and nothing else; the vault, where closed files lie beside, it cannot
open. What it hands out lies among the public rows, and goes from there when the item is taken back.
"""

import hashlib

from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.services.reading import whole

from .choices import ItemState
from .models import PublicAttachment, PublicCopy

WHAT = "附件"
SOON = "附件正在准备，请过一分钟再下载"
CHANGED = "附件与公示时登记的哈希不符，暂时不能下载，请告诉发布机关"


def settle() -> int:
    """Make the files that can be had those of the items shown; return how many were added.

    Raises:
        RuleBroken: the vault no longer holds what was published. Everything else is settled first.
    """
    PublicCopy.objects.exclude(attachment__item__state=ItemState.LIVE).delete()
    missing = PublicAttachment.objects.filter(item__state=ItemState.LIVE, copy=None).order_by("pk")
    added, broken = 0, []
    for one in list(missing.only("pk", "sha256")):
        try:
            content = whole(one.sha256, WHAT)
        except (FileNotFoundError, RuleBroken):
            broken.append(one.sha256)
            continue
        _, new = PublicCopy.objects.get_or_create(
            attachment_id=one.pk, defaults={"content": content}
        )
        added += new
    if broken:
        raise RuleBroken(f"存证库中有{len(broken)}份公示附件缺失或者已改动，例如{broken[0]}")
    return added


def content_of(attachment: PublicAttachment) -> bytes:
    """Return the bytes that anyone may take, compared with the hash that was published.

    Raises:
        NotFound: just published; they are not here yet.
        RuleBroken: they are no longer those that were published.
    """
    copy = getattr(attachment, "copy", None)
    if copy is None:
        raise NotFound(SOON)
    content = bytes(copy.content)
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise RuleBroken(CHANGED)
    return content
