"""Placeholders drawn by code: a silhouette of nobody, in a colour of its own, marked DEMO."""

import base64
import io

from PIL import Image, ImageDraw

SIZE = (480, 640)
GREY, PALE = (148, 158, 172), (236, 240, 245)
CLOTHES = ((38, 70, 120), (52, 88, 84), (84, 70, 104), (96, 80, 60), (60, 66, 78))


def placeholder(number: int) -> str:
    """Return the picture of one invented person as PNG in Base64."""
    image = Image.new("RGB", SIZE, PALE)
    pen = ImageDraw.Draw(image)
    pen.ellipse((60, 430, 420, 900), fill=CLOTHES[number % len(CLOTHES)])
    pen.rectangle((205, 350, 275, 450), fill=GREY)
    pen.ellipse((150, 140, 330, 380), fill=GREY)
    pen.text((240, 560), "DEMO", fill="white", anchor="mm", font_size=56)
    target = io.BytesIO()
    image.save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode()
