"""Fonts: which are there, which a document uses, and whether they can print a text.

The shipped pair (Noto Serif SC, Noto Sans SC) is always the last resort; folders of the agency may
bring 仿宋 and 小标宋, which are then preferred as GB/T 9704-2012 wants it.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"
BODY = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "STZhongsong")
BLACK = ("SimHei", "黑体", "STHeiti")
_IGNORED = frozenset("\n\t\u200b\ufeff")


@dataclass(frozen=True)
class FontSet:
    """The families of each role, most wanted first; every list ends with a shipped font."""

    folders: tuple[str, ...]
    fonts: typst.Fonts
    body: tuple[str, ...]
    title: tuple[str, ...]
    black: tuple[str, ...]
    characters: frozenset[int]

    @property
    def plain_title(self) -> bool:
        """Whether the title has no display face, so that strokes must be thickened."""
        return self.title[0] == SERIF

    def missing(self, text: str) -> list[str]:
        """Return the characters of `text` that no font can print, in order, each once."""
        each = dict.fromkeys(text)
        if self.characters.issuperset(map(ord, each)):
            return []
        return [c for c in each if ord(c) not in self.characters and c not in _IGNORED]


@lru_cache(maxsize=4)
def font_set(extra: Sequence[str] = ()) -> FontSet:
    """Return the fonts of the shipped folder and of `extra` folders (once per process).

    Raises:
        FileNotFoundError: a folder named in the settings does not exist.
    """
    shipped = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    for folder in extra:
        if not Path(folder).is_dir():
            msg = f"GONGJIAN_FONT_DIRS 中的文件夹不存在：{folder}"
            raise FileNotFoundError(msg)
    folders = (*extra, shipped)
    fonts = typst.Fonts(False, False, list(folders))
    known = set(fonts.families())
    return FontSet(
        folders=folders,
        fonts=fonts,
        body=(*(f for f in BODY if f in known), SERIF, SANS),
        title=(*(f for f in TITLE if f in known), SERIF, SANS),
        black=(*(f for f in BLACK if f in known), SANS, SERIF),
        characters=frozenset(c for path in _files(folders) for c in characters_of(path)),
    )


def _files(folders: Sequence[str]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() in {".otf", ".ttf"}:
                yield path


def characters_of(path: Path) -> set[int]:
    """Return the code points a font file maps to glyphs (its cmap of format 4 or 12).

    Source: OpenType specification, table `cmap`.
    """
    with path.open("rb") as file:
        head = file.read(12)
        records = file.read(16 * struct.unpack(">H", head[4:6])[0])
        for offset in range(0, len(records), 16):
            tag, _, start, size = struct.unpack(">4sIII", records[offset : offset + 16])
            if tag == b"cmap":
                file.seek(start)
                return _read_cmap(file.read(size))
    return set()


def _read_cmap(table: bytes) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack(">H", table[2:4])[0]):
        start = struct.unpack(">I", table[8 + 8 * number : 12 + 8 * number])[0]
        match struct.unpack(">H", table[start : start + 2])[0]:
            case 12:
                found |= _format_12(table[start:])
            case 4:
                found |= _format_4(table[start:])
    return found


def _format_12(table: bytes) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack(">I", table[12:16])[0]):
        first, last, _ = struct.unpack(">III", table[16 + 12 * number : 28 + 12 * number])
        found.update(range(first, last + 1))
    return found


def _format_4(table: bytes) -> set[int]:
    count = struct.unpack(">H", table[6:8])[0] // 2
    ends = struct.unpack(f">{count}H", table[14 : 14 + 2 * count])
    starts = struct.unpack(f">{count}H", table[16 + 2 * count : 16 + 4 * count])
    return {c for first, last in zip(starts, ends, strict=True) for c in range(first, last + 1)} - {
        0xFFFF
    }
