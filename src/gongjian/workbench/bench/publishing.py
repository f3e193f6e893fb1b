"""Redaction measured on the labelled texts."""

from collections.abc import Iterator

from gongjian.documents.paper import pdf
from gongjian.documents.testing import AT, blocks_of
from gongjian.publicity.attachments.drawing import drawn
from gongjian.publicity.attachments.finding import found_in
from gongjian.publicity.attachments.reading import read
from gongjian.publicity.labelled import labelled_set
from gongjian.publicity.measuring import measure
from gongjian.publicity.redaction import Term, redact

from .meter import Figure, rate

ROUNDS = 5


def copying() -> Iterator[Figure]:
    """Read the pages of a decision, find what identifies a person, draw the public copy."""
    content = pdf.render(blocks_of("penalty-decision"), at=AT).content
    terms = [Term("示例", "", "姓名", "")]

    def copy() -> int:
        pages = read(content, "pdf")
        drawn([page.picture.jpeg for page in pages], found_in(pages, terms, ()))
        return len(pages)

    copy()
    spent, wall = rate(copy, rounds=ROUNDS)
    note = f"逐页画成 150 dpi 的图、找出、涂黑、写成 PDF；每秒 {wall:,.1f} 页"
    yield Figure("redaction_pages", spent, "per CPU s", 2, "more", note=note)


def redacting() -> Iterator[Figure]:
    """Hide in every labelled text what must be hidden, as fast as one processor can."""
    texts = labelled_set()

    def hide() -> int:
        for one in texts:
            redact(one.text, [Term(n, "某某", "姓名", "") for n in one.known], one.kept)
        return len(texts)

    spent, wall = rate(hide, rounds=5)
    length = sum(len(t.text) for t in texts) // len(texts)
    note = f"{len(texts)} 篇，平均 {length} 字；每秒 {wall:,.0f}"
    yield Figure("redaction_texts", spent, "per CPU s", 50, "more", note=note)
    counted = measure(texts)
    for name, kind in (("recall_known_names", "已知姓名"), ("recall_names", "姓名")):
        least = 1.0 if kind == "已知姓名" else None
        said = f"{counted.found[kind]}/{counted.labels[kind]}"
        yield Figure(name, counted.recall(kind), "of 1", least, "more", note=said)
