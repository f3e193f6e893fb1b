"""The QR code that leads from paper back to the record."""

import io

import segno

_MASK = 3  # the address ends in random letters: any mask will do, and the search for one takes 3 ms


def svg(url: str, *, scales: bool = False) -> str:
    """Return the code as SVG, level M, without margin: the page leaves the quiet zone.

    One that `scales` takes the size of what it stands in.
    """
    out = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=_MASK).save(
        out, kind="svg", xmldecl=False, svgns=True, border=0, omitsize=scales
    )
    return out.getvalue().decode()


def png(url: str) -> bytes:
    """Return the code as PNG for Word, eight pixels a module."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=_MASK).save(out, kind="png", scale=8, border=4)
    return out.getvalue()
