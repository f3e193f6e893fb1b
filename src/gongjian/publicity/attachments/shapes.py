"""What a job tells of the pages it drew and the places it found, for acts that the system does."""

from dataclasses import dataclass

from gongjian.common import fields

from .finding import WHOLE


@dataclass(frozen=True)
class PictureKept:
    """A page kept in the vault as a picture; its width and height in pixels."""

    sha256: str = fields.line("SHA-256", max_length=64)
    sm3: str = fields.line("SM3", max_length=64)
    size: int = fields.number("字节数", least=1, most=2**31 - 1)
    width: int = fields.number("宽", least=1, most=100_000)
    height: int = fields.number("高", least=1, most=100_000)


@dataclass(frozen=True)
class Rectangle:
    """A place on a page (from 1), in thousandths of the page."""

    page: int = fields.number("页", least=1, most=9999)
    x: int = fields.number("左", least=0, most=WHOLE)
    y: int = fields.number("上", least=0, most=WHOLE)
    width: int = fields.number("宽", least=1, most=WHOLE)
    height: int = fields.number("高", least=1, most=WHOLE)
