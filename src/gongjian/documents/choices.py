"""Fixed sets of values."""

from django.db import models


class DocumentState(models.TextChoices):
    """`frozen`: the text stands, the file is being made. `void` documents keep their number."""

    FROZEN = "frozen", "制作中"
    ISSUED = "issued", "已制发"
    VOID = "void", "已作废"


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Media(models.TextChoices):
    """Kinds of scans, told by their content."""

    PDF = "pdf", "PDF"
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"


class Checked(models.TextChoices):
    """How the signer came to know what the paper says."""

    READ = "read", "本人阅读"
    READ_OUT = "read_out", "向其宣读"
