"""Documents, their files, the series their numbers come from, and who opened them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import Checked, DocumentState, FileFormat, Media

WORD = "docx"  # what an upload is that no scan can be


class Template(Record):
    """One version of an agency's own Word template for a kind of document. Never changed."""

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "version"], name="template_version_once"
            )
        ]


class Document(Record):
    """A document as it was decided: its text is frozen here, its files follow.

    `data` is canonical JSON (fields, blocks, frame) and `data_hash` its SHA-256. The number's parts
    stand beside the number, so that the database itself refuses to give one twice; a void document
    keeps its own. `copy_of`: the original for another party of the same decision, under its number.
    """

    MUTABLE = frozenset({"state", "void_reason"})
    SECRET = frozenset({"data", "token"})

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    number = models.CharField(max_length=80, blank=True)
    series = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    outward = models.BooleanField()
    definition_version = models.CharField(max_length=20)
    definition_sha256 = models.CharField(max_length=64)
    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    data = models.TextField()
    data_hash = models.CharField(max_length=64)
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(
        max_length=8, choices=DocumentState.choices, default=DocumentState.FROZEN
    )
    void_reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        # Which kinds stand in a file is asked by each page and step, and not of the papers.
        indexes = [models.Index(fields=["matter", "state", "kind"], name="document_kinds_held")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "series", "year", "serial"],
                condition=Q(copy_of__isnull=True),
                name="document_number_given_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "number"],
                condition=~Q(number="") & Q(copy_of__isnull=True),
                name="document_number_reads_once",
            ),
            models.CheckConstraint(
                condition=Q(number="", series="", year__isnull=True, serial__isnull=True)
                | (~Q(number="") & ~Q(series="") & Q(year__isnull=False, serial__gte=1)),
                name="document_number_whole_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="document_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class DocumentFile(Record):
    """One file of an issued document; the bytes lie in the vault under `sha256`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "format"], name="document_file_once")
        ]
        indexes = [models.Index(fields=["sha256"], name="document_file_by_hash")]


class Upload(models.Model):
    """A file that a person has handed in and not yet put anywhere. No record: it proves nothing."""

    uid = models.UUIDField(default=uuid4, unique=True)
    officer = models.ForeignKey("orgs.Officer", on_delete=models.CASCADE, related_name="+")
    media = models.CharField(max_length=4, choices=[*Media.choices, (WORD, "Word")])
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_media_display()}，{self.at:%Y-%m-%d %H:%M}）"


class Scan(Record):
    """A scan of the signed paper of one document, of exactly the version with `data_hash`.

    The bytes lie in the vault untouched. `number` counts the scans of a document.
    """

    SECRET = frozenset({"name"})

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="scans")
    data_hash = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    media = models.CharField(max_length=4, choices=Media.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    attached_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="scan_numbered_once"),
            models.UniqueConstraint(fields=["document", "sha256"], name="scan_attached_once"),
        ]


class ScreenSignature(Record):
    """A signature given on the screen, under exactly one version of one issued document.

    `data_hash` is the text that was shown, `paper_sha256` the file that was issued with it. The
    vault keeps the picture of the strokes, and nothing of how they were drawn.
    """

    SECRET = frozenset({"signer"})

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    data_hash = models.CharField(max_length=64)
    paper_sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=60)
    signer = models.CharField(max_length=100)
    checked = models.CharField(max_length=8, choices=Checked.choices)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    taken_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    beside = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "place", "signer"], name="screen_signature_once"
            ),
            models.CheckConstraint(
                condition=~Q(place="") & ~Q(signer=""), name="screen_signature_names_signer"
            ),
            models.CheckConstraint(
                condition=Q(beside__isnull=True) | ~Q(beside=F("taken_by")),
                name="screen_signature_two_officers",
            ),
        ]


class Fingerprint(Record):
    """The picture of a finger put beside a signature on the screen (捺印); never public."""

    signature = models.OneToOneField(
        ScreenSignature, on_delete=models.PROTECT, related_name="fingerprint"
    )
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()


class SignedPaper(Record):
    """The paper drawn again with its first `number` signatures; the issued file stays as it is."""

    format = FileFormat.PDF  # of every one of them

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signed")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="signed_paper_once"),
        ]
        indexes = [models.Index(fields=["sha256"], name="signed_paper_by_hash")]


class NumberSeries(models.Model):
    """The last serial given per agency, kind and year. No record: the documents prove it."""

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "series", "year"], name="number_series_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}"


class DocumentAccess(models.Model):
    """Who opened which file, when, through which door (调阅记录)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="accesses")
    format = models.CharField(max_length=4, choices=[*FileFormat.choices, *Media.choices[1:]])
    scan = models.ForeignKey(
        Scan, on_delete=models.PROTECT, null=True, blank=True, related_name="accesses"
    )
    signed = models.ForeignKey(
        SignedPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="accesses"
    )
    officer = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=100)
    door = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.by_name} {self.at:%Y-%m-%d %H:%M}"
