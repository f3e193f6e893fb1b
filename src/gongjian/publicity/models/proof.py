"""What the log says of a file, sealed under the hash of the file."""

from django.db import models


class PublicProof(models.Model):
    """What the log says of one file, found and opened by the file's hash alone.

    `sealed` is encrypted under a key made from the hash: who reads this table without the file
    learns nothing, not even which file it is. Derived from the log, so no record.
    """

    key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    void = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class ProofMark(models.Model):
    """Up to which leaf of the log the proofs are made; one row."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)
