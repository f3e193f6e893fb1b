"""What the portal reads: views, so it can see no more and nothing later than what is public."""

from django.db import models

from gongjian.common.db.views import View, view
from gongjian.exante.choices import ListKind


class PublicList(models.Model):
    """A version of a list that everyone may read: published, and closed for nobody's protection.

    `checked_on`: when two persons released it or its forerunner, or one last confirmed it.
    """

    uid = models.UUIDField()
    agency = models.ForeignKey(
        "orgs.Agency", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    confirmed = models.CharField(max_length=200)
    struck = models.BooleanField()
    checked_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        managed = False
        db_table = "exante_publiclist"

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class PublicPortrait(models.Model):
    """The bytes of a photo that the register shows at this moment; derived, so no record.

    Only what the newest readable version names has a row: an older version, whose person may
    have lost the right to enforce since, shows no face.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "sha256"], name="public_portrait_once")
        ]

    def __str__(self) -> str:
        return self.sha256


class PublicDuty(models.Model):
    """One person on a roster with one of his certificates, as the board shows him.

    Who is withheld stands in no row; who holds no certificate stands in one without any. Whether a
    certificate holds and the person is in service is for the day of the reading to tell.
    """

    duty = models.BigIntegerField(primary_key=True)
    roster = models.BigIntegerField()
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=100)
    post = models.CharField(max_length=100)
    desk = models.CharField(max_length=60)
    duties = models.CharField(max_length=200)
    left_on = models.DateField(null=True)
    number = models.CharField(max_length=40, null=True)  # noqa: DJ001 -- an outer join
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    suspended_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "exante_publicduty"

    def __str__(self) -> str:
        return self.name


view(
    View(
        PublicList._meta.db_table,
        frozenset({"exante_openlist", "exante_listconfirmation"}),
        "SELECT o.id, o.uid, o.agency_id, o.kind, o.version, o.valid_from, o.confirmed,"
        " o.struck_from_id IS NOT NULL AS struck,"
        " (SELECT MAX(COALESCE(c.confirmed_on,"
        " CASE WHEN w.struck_from_id IS NULL THEN w.valid_from END))"
        " FROM exante_openlist w LEFT JOIN exante_listconfirmation c ON c.list_id = w.id"
        " WHERE w.agency_id = o.agency_id AND w.kind = o.kind AND w.state = 'published'"
        " AND w.version <= o.version) AS checked_on, o.sha256, o.content"
        " FROM exante_openlist o WHERE o.state = 'published' AND o.closed_on IS NULL",
    )
)
view(
    View(
        PublicDuty._meta.db_table,
        frozenset(
            {
                "exante_duty",
                "exante_roster",
                "exante_board",
                "exante_withholding",
                "orgs_officer",
                "orgs_unit",
                "orgs_certificate",
            }
        ),
        # The unit is no join: of a joined table that nothing is read of, SQLite names no view.
        "SELECT d.id AS duty, d.roster_id AS roster, o.name,"
        " (SELECT u.name FROM orgs_unit u WHERE u.id = o.unit_id) AS unit, o.post, d.desk,"
        " d.duties, o.left_on, c.number, c.valid_from, c.valid_to, c.suspended_on"
        " FROM exante_duty d"
        " JOIN exante_roster r ON r.id = d.roster_id"
        " JOIN exante_board b ON b.id = r.board_id"
        " JOIN orgs_officer o ON o.id = d.officer_id AND o.agency_id = b.agency_id"
        " LEFT JOIN orgs_certificate c ON c.officer_id = o.id"
        " WHERE NOT EXISTS (SELECT 1 FROM exante_withholding w"
        " WHERE w.officer_id = o.id AND w.to_on IS NULL)",
    )
)
