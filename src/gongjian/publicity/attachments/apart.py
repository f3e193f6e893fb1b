"""Reading a file in a process of its own, with limits on its memory and time.

What reads PDF is C++ that meets files from anywhere: if it falls, only that process falls.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .raster import Picture
from .reading import BadAttachment, Char, Page, Place, read

MOST_SECONDS = 300
MOST_MEMORY = 3 * 1024**3
REFUSED = 3


def read_apart(content: bytes, media: str) -> list[Page]:
    """Return the pages of a file as `reading.read` does.

    Raises:
        BadAttachment: it says so, or the reader broke or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="gongjian-") as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        try:
            done = _run(source, media)
        except subprocess.TimeoutExpired:
            raise BadAttachment("文件过于复杂，没有在限定时间内读完，请重新输出后上传") from None
        if done.returncode == REFUSED:
            raise BadAttachment(done.stderr.decode().strip())
        if done.returncode:
            raise BadAttachment("文件已损坏或者过于复杂，无法处理，请重新扫描后上传")
        return _handed_over(Path(folder))


def _run(source: Path, media: str) -> "subprocess.CompletedProcess[bytes]":
    module = "gongjian.publicity.attachments.apart"
    known = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", module, str(source), media]
    return subprocess.run(  # noqa: S603 -- our own module; the file's name is ours as well
        words, env=known, capture_output=True, timeout=MOST_SECONDS, check=False
    )


def _handed_over(folder: Path) -> list[Page]:
    pages = []
    for number, told in enumerate(json.loads((folder / "pages.json").read_text("utf-8"))):
        jpeg = (folder / f"{number}.jpg").read_bytes()
        chars = tuple(Char(word, _place(place) if place else None) for word, place in told["chars"])
        picture = Picture(jpeg, told["width"], told["height"])
        codes = tuple(_place(place) for place in told["codes"])
        pages.append(Page(picture, chars, told["bare"], codes))
    return pages


def _place(told: Sequence[float]) -> Place:
    left, top, right, bottom = told
    return left, top, right, bottom


def _main(source: Path, media: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        pages = read(source.read_bytes(), media)
    except BadAttachment as error:
        sys.stderr.write(str(error))
        sys.exit(REFUSED)
    told = []
    for number, page in enumerate(pages):
        (source.parent / f"{number}.jpg").write_bytes(page.picture.jpeg)
        chars = [(char.text, char.place) for char in page.chars]
        size = {"width": page.picture.width, "height": page.picture.height}
        told.append({"chars": chars, "bare": page.bare, "codes": page.codes, **size})
    text = json.dumps(told, ensure_ascii=True)
    (source.parent / "pages.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
