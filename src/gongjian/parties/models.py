"""Whom an act concerns: natural persons, legal persons, sole traders, other organisations."""

from django.db import models
from django.db.models import Q

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .choices import IdKind, PartyKind


class Party(Record):
    """One person or organisation as one agency knows it (当事人).

    Agencies do not share these rows: what one learned about a person is no other's business.
    Within an agency an id stands for one party; people are never matched by name. A party without
    any id is a new one every time.

    For sole traders and organisations `legal_representative` is who answers for it: the operator
    (经营者), the legal representative, or the person in charge.
    """

    MUTABLE = frozenset({"name", "legal_representative", "address", "phone"})
    SECRET = frozenset({"id_number", "address", "phone", "born_on"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=PartyKind.choices)
    name = models.CharField(max_length=200)
    id_kind = models.CharField(max_length=2, choices=IdKind.choices, blank=True)
    id_number = EncryptedText(blank=True)
    id_index = models.CharField(max_length=64, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    legal_representative = models.CharField(max_length=100, blank=True)
    address = EncryptedText(blank=True)
    phone = EncryptedText(blank=True)
    born_on = EncryptedText(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "id_index"],
                condition=~Q(id_index=""),
                name="party_one_per_agency_and_id",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PartyKind.NATURAL) | Q(uscc="", legal_representative=""),
                name="party_natural_has_no_uscc",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def natural(self) -> bool:
        """Whether this is a natural person, whose data the public never sees whole."""
        return self.kind == PartyKind.NATURAL
