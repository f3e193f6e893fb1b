"""Word: the same texts as the PDF, opened again."""

import io
import zipfile

import docx
import pytest

from gongjian.documents.paper import word
from gongjian.documents.paper.blocks import texts_of
from gongjian.documents.testing import AT, CORE, SAMPLES, blocks_of


def text_of(content: bytes) -> str:
    """Return every text of the body, tables included."""
    document = docx.Document(io.BytesIO(content))
    return "".join(
        node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")
    )


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_word_says_everything_the_blocks_say(kind: str) -> None:
    blocks = blocks_of(kind)
    said = text_of(word.render(blocks, at=AT))

    assert [t for t in texts_of(blocks).split("\n") if t not in said] == []


@pytest.mark.parametrize("kind", sorted(CORE))
def test_the_same_document_gives_the_same_bytes(kind: str) -> None:
    assert word.render(blocks_of(kind), at=AT) == word.render(blocks_of(kind), at=AT)


@pytest.mark.parametrize(
    "hostile", ["<w:p/>&amp;", "{{ x }}{% y %}", "]]><!--", "=cmd|' /C calc'!A0"]
)
def test_markup_in_a_field_is_a_text(hostile: str) -> None:
    content = word.render(blocks_of("penalty-decision", facts=hostile), at=AT)

    assert hostile in text_of(content)


def test_page_and_margins_are_those_of_gb_t_9704() -> None:
    content = word.render(blocks_of("penalty-decision"), at=AT)
    section = docx.Document(io.BytesIO(content)).sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin)
    sizes = [side.mm for side in (section.page_width, section.page_height, *sides) if side]

    assert [round(size) for size in sizes] == [210, 297, 28, 26, 37]


def test_the_package_names_nobody_but_the_agency() -> None:
    content = word.render(blocks_of("penalty-decision"), at=AT)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        properties = package.read("docProps/core.xml").decode()

    assert "python" not in properties.lower()
    assert "青川市生态环境局" in properties


def test_a_demo_document_says_so_in_its_header() -> None:
    demo = docx.Document(io.BytesIO(word.render(blocks_of("penalty-notice"), at=AT, demo=True)))
    real = docx.Document(io.BytesIO(word.render(blocks_of("penalty-notice"), at=AT)))

    assert "演示" in demo.sections[0].header.paragraphs[0].text
    assert real.sections[0].header.paragraphs[0].text == ""
