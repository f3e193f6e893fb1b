"""The files of a published list: the bytes that anyone may take and prove."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from gongjian.common.cells import harmless
from gongjian.publicity.rendition import canonical
from gongjian.vault.store import store

from .choices import FileFormat
from .models import ListFile, OpenList, PublicList

Content = Mapping[str, Any]


def json_of(content: Content) -> bytes:
    """Return a list as it is hashed: canonical JSON."""
    return canonical(content)


def csv_of(content: Content) -> bytes:
    """Return a list as CSV (UTF-8 with BOM); no cell begins like a formula."""
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    rows = csv.writer(out)
    codes = [column["code"] for column in content["columns"]]
    rows.writerow([harmless(column["label"]) for column in content["columns"]])
    rows.writerows([harmless(row["cells"][code]) for code in codes] for row in content["rows"])
    return out.getvalue().encode()


def kept(version: OpenList) -> Iterator[ListFile]:
    """Keep the bytes of a version and yield what vouches for them.

    Before the commit: write-once by hash, so a rollback harms none.
    """
    made = ((FileFormat.JSON, json_of), (FileFormat.CSV, csv_of))
    for kind, write in made:
        file = store().put(write(version.content))
        yield ListFile(list=version, format=kind, sha256=file.sha256, sm3=file.sm3, size=file.size)


def file_by_hash(sha256: str) -> ListFile | None:
    """Return the file with this hash of a list that everyone may read; the newest version's."""
    readable = PublicList.objects.values("id")
    found = ListFile.objects.filter(sha256=sha256, list__in=readable)
    return found.select_related("list__agency__stream").order_by("-list__version").first()
