"""What the party takes home is checked by who trusts nobody: any changed file is found."""

import io
import zipfile

import pytest

from gongjian.cases import testing as story
from gongjian.cases.services.party import SubmitStatement, holder_of, submit_statement
from gongjian.desk.packet import packet
from gongjian.ledger.sealing import seal
from gongjian_verify.bundle import BundleError
from gongjian_verify.packet import verify_packet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def test_the_packet_is_checked_by_who_trusts_nobody() -> None:
    drawn = story.make_cast(drawn=True)
    matter = story.inform(
        drawn, story.investigate(drawn, story.file_case(drawn, story.open_case(drawn)))
    )
    row = drawn.do("handler", "cases.issue_query_code", matter, holder="party")

    submit_statement(
        actor=holder_of(row),
        matter=matter.uid,
        cmd=SubmitStatement(content="罚款过重。"),
        clock=drawn.clock,
    )
    seal()

    made = packet(row, drawn.clock)

    checked = [one.name for one in verify_packet(made)]
    assert [name.partition("/")[0] for name in checked] == ["文书", "我提交的"]
    for name in checked:
        with pytest.raises(BundleError, match="不符"):
            verify_packet(changed(made, name))


def changed(packet: bytes, name: str) -> bytes:
    """Return a packet with one file altered by a byte."""
    box = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packet)) as old, zipfile.ZipFile(box, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, content[:-2] + b"!\n" if one == name else content)
    return box.getvalue()
