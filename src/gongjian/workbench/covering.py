"""The pages of an attachment as they stand in the file, beside what the public gets."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.publicity.attachments.finding import WHOLE
from gongjian.publicity.choices import AttachmentState, Choice
from gongjian.publicity.models import Attachment, AttachmentBox, AttachmentPage


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its number, in the pixels of its page."""

    number: int
    row: AttachmentBox
    x: int
    y: int
    width: int
    height: int

    @property
    def sure(self) -> bool:
        """Whether it is covered whatever people decide."""
        return not self.row.asked and self.row.by_id is None

    @property
    def covers(self) -> bool:
        """Whether it is black in what comes out; open ones are, until somebody keeps them."""
        return self.row.choice != Choice.KEEP


@dataclass(frozen=True, slots=True)
class Sheet:
    page: AttachmentPage
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class Shown:
    """An attachment with its pages; `drawn`: the copy itself can be shown, not only a preview."""

    attachment: Attachment
    sheets: Sequence[Sheet]
    boxes: Sequence[Box]
    drawn: bool


def shown(attachment: Attachment) -> Shown:
    """Return an attachment for the page; two queries."""
    pages = {page.number: page for page in attachment.pages.all()}
    boxes = [
        _box(number, row, pages[row.page])
        for number, row in enumerate(attachment.boxes.select_related("by"), 1)
        if row.page in pages
    ]
    sheets = [Sheet(page, [b for b in boxes if b.row.page == n]) for n, page in pages.items()]
    return Shown(attachment, sheets, boxes, attachment.state == AttachmentState.READY)


def _box(number: int, row: AttachmentBox, page: AttachmentPage) -> Box:
    return Box(
        number,
        row,
        row.x * page.width // WHOLE,
        row.y * page.height // WHOLE,
        row.width * page.width // WHOLE,
        row.height * page.height // WHOLE,
    )
