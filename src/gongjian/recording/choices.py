"""Fixed sets of values."""

from django.db import models


class Kind(models.TextChoices):
    VIDEO = "video", "录像"
    AUDIO = "audio", "录音"
    PHOTO = "photo", "照片"


class Media(models.TextChoices):
    """Kinds of files, told by their content."""

    MP4 = "mp4", "MP4"
    WAV = "wav", "WAV"
    MP3 = "mp3", "MP3"
    JPG = "jpg", "JPG"


# What a browser is told of them; an MP4 without pictures is sound.
TYPES = {
    (Kind.VIDEO, Media.MP4): "video/mp4",
    (Kind.AUDIO, Media.MP4): "audio/mp4",
    (Kind.AUDIO, Media.WAV): "audio/wav",
    (Kind.AUDIO, Media.MP3): "audio/mpeg",
    (Kind.PHOTO, Media.JPG): "image/jpeg",
}
