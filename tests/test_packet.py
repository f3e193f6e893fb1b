"""What the party takes home is checked by who trusts nobody: any changed file is found."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.services.party import SubmitStatement, holder_of, submit_statement
from gongjian.desk.packet import packet
from gongjian.ledger.keys import verifier_key
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

    checked = [one.name for one in verify_packet(made, key=verifier_key())]
    assert [name.partition("/")[0] for name in checked] == ["文书", "我提交的"]
    answer = put_in(made)
    assert "是本平台签发的材料包" in answer
    assert row.number in answer
    for bad, why in forgeries(made, checked):
        with pytest.raises(BundleError, match=why):
            verify_packet(bad)
        answer = put_in(bad)
        assert "不是完整的原件" in answer, why
        assert "签发的材料包，没有" not in answer
    with pytest.raises(BundleError, match="公钥"):
        verify_packet(made, key=OTHER_KEY)


OTHER_KEY = "elsewhere+dac245e5+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"


def forgeries(made: bytes, names: list[str]) -> Iterator[tuple[bytes, str]]:
    """Yield packets with a file changed, taken out or put in, and with the list or name changed."""
    for name in [*names, "README.txt"]:
        yield altered(made, {name: lambda old: old[:-2] + b"!\n"}), "不符"
        yield altered(made, {name: lambda old: None}), "缺少"
    yield altered(made, {"文书/多出.pdf": lambda old: b"%PDF"}), "多出"
    yield altered(made, {"index.json": lambda old: old.replace(b"made_at", b"made_ta")}), "不符"
    yield altered(made, {"index.sig": other_character}), "签名"
    yield altered(made, {"index.sig": lambda old: None}), "签名|缺少"


def other_character(signature: bytes) -> bytes:
    """Return a signature with one of its characters changed, whichever stood there."""
    at = len(signature) - 20
    changed = b"B" if signature[at : at + 1] == b"A" else b"A"
    return signature[:at] + changed + signature[at + 1 :]


def altered(packet: bytes, changes: dict[str, Callable[[bytes], bytes | None]]) -> bytes:
    """Return a packet with some files changed; None takes a file out."""
    box = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packet)) as old, zipfile.ZipFile(box, "w") as new:
        names = old.namelist()
        for one in [*names, *(set(changes) - set(names))]:
            content: bytes | None = old.read(one) if one in names else b""
            if one in changes:
                content = changes[one](content or b"")
            if content is not None:
                new.writestr(one, content)
    return box.getvalue()


def put_in(packet: bytes) -> str:
    """Return what the public page says of a packet."""
    sent = SimpleUploadedFile("我的案件.zip", packet)
    return Client().post("/verify", {"file": sent}).content.decode()
