"""The public log: checkpoint and hash tiles, never an entry (c2sp.org/tlog-tiles)."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .models import Checkpoint, Tile

_FOREVER = "public, max-age=31536000, immutable"
_NUMBER = re.compile(r"((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_WIDTH, _HASH = 256, 32


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest signed checkpoint."""
    newest = Checkpoint.objects.order_by("-size").values_list("note", flat=True).first()
    if newest is None:
        raise Http404("日志还没有检查点")
    return HttpResponse(
        newest, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """Return a whole tile, or as much of it as `.p/<width>` asks for."""
    found = _NUMBER.fullmatch(number)
    n, width = _place(found) if found and level < 8 else (-1, 0)
    data = Tile.objects.filter(level=level, n=n).values_list("data", flat=True).first()
    wanted = width * _HASH
    if data is None or not 0 < wanted <= len(data):
        raise Http404("没有这块哈希")
    return HttpResponse(
        bytes(data)[:wanted],
        content_type="application/octet-stream",
        headers={"Cache-Control": _FOREVER},
    )


def tile_path(level: int, n: int, width: int = _WIDTH) -> str:
    """Return where a tile is found below `/log/`."""
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == _WIDTH else f".p/{width}")


def _place(found: "re.Match[str]") -> tuple[int, int]:
    """Return number and width; a number in another spelling than the standard's is none."""
    n = int(found[1].replace("x", "").replace("/", "") + found[2])
    width = int(found[3] or _WIDTH)
    canonical = tile_path(0, n, width).removeprefix("tile/0/")
    return (n, width) if canonical == found[0] and n < 2**50 else (-1, 0)
