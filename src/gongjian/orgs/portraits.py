"""The one form of every portrait: its pixels alone, in one size. Pure."""

import io

from PIL import Image, ImageOps

SIZE = (240, 320)
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
QUALITY = 82


class BadPortrait(ValueError):
    """The file is no picture that can be shown; the text says why."""


def portrait(content: bytes) -> bytes:
    """Return a JPEG of `SIZE` made anew of a photograph: no EXIF, no place, no profile.

    Turned as the camera says, cut to the proportions from the middle, transparent parts white.

    Raises:
        BadPortrait: too large, neither JPEG nor PNG, broken, or smaller than a portrait.
    """
    if len(content) > MOST_BYTES:
        raise BadPortrait("照片超过 5 MB，请缩小后重新上传")
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.width * image.height > MOST_PIXELS:
            raise BadPortrait("照片像素太多，请缩小后重新上传")
        turned = ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError:
        raise BadPortrait("照片像素太多，请缩小后重新上传") from None
    except (OSError, SyntaxError, EOFError, ValueError) as error:
        if isinstance(error, BadPortrait):
            raise
        raise BadPortrait("照片打不开，请上传 JPEG 或者 PNG 格式的照片") from error
    if turned.width < SIZE[0] or turned.height < SIZE[1]:
        raise BadPortrait(f"照片太小，至少要 {SIZE[0]}×{SIZE[1]} 像素")
    paper = Image.new("RGBA", turned.size, "white")
    paper.alpha_composite(turned)
    fitted = ImageOps.fit(paper.convert("RGB"), SIZE, centering=(0.5, 0.35))
    # Of the bytes of the pixels alone, so that nothing the file carried comes along.
    fresh, target = Image.frombytes("RGB", SIZE, fitted.tobytes()), io.BytesIO()
    fresh.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
