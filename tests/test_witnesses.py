"""Checkpoints reach the witnesses by themselves; a rewritten log is noticed by them."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from gongjian.cases.testing import Cast, make_cast
from gongjian.channels.models import Cosignature, PublicWitness, Witness, WitnessReceipt
from gongjian.channels.outbox import LONGEST_WAIT, line_of
from gongjian.channels.queries import troubles
from gongjian.channels.tasks import look
from gongjian.channels.witnesses import _held, deliver
from gongjian.common.clock import fixed
from gongjian.common.db import triggers
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.jobs.services import work_until_idle
from gongjian.ledger import keys, notes, sealing
from gongjian.ledger.cosignatures import countersigned_at
from gongjian.ledger.models import Checkpoint
from gongjian.orgs.testing import make_officer
from gongjian_verify import cosign, witness_cli
from gongjian_verify.witness import Store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SECRET = "a-shared-secret-of-26-chars"


class Watch:
    """A witness of flesh: the outsider's program on a port, with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.store.make("witness.example")
        self.server: HTTPServer | None = None
        self.port = 0

    def start(self, log: str = "") -> None:
        key = log or keys.verifier_key()
        self.server = witness_cli.receiver(self.store, key, SECRET, "127.0.0.1", self.port)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def sizes(self) -> list[int]:
        return [one.size for one in self.store.kept()]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    made = Watch(tmp_path / "witness")
    made.start()
    yield made
    made.stop()


def cast_with_admin() -> Cast:
    cast = make_cast()
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",), account=True)
    return cast


def opened(cast: Cast, watch: Watch, **values: Any) -> Witness:
    known: dict[str, Any] = {
        "name": "青川市档案馆",
        "kind": "http",
        "address": f"http://127.0.0.1:{watch.port}/",
        "secret": SECRET,
        "key": watch.store.key,
    }
    made: Witness = cast.do("admin", "channels.open_witness", **(known | values))
    return made


def grow(cast: Cast) -> int:
    """Write something into the log and seal it; return the size of the new checkpoint."""
    make_officer(cast.agency, ("handler",), certificate=False)
    sealing.seal()
    return Checkpoint.objects.order_by("-size")[0].size


def sent(witness: Witness, cast: Cast, after: timedelta = timedelta(0)) -> Witness:
    """Deliver until nothing more goes; return the witness as it then stands."""
    clock = fixed(cast.clock.now() + after)
    found = Witness.objects.select_related("agency").get(pk=witness.pk)
    while deliver(found, clock):
        pass
    return Witness.objects.select_related("line").get(pk=witness.pk)


def test_each_checkpoint_arrives_is_countersigned_and_shown(watch: Watch, client: Client) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    sizes = [grow(cast)]
    look(clock=cast.clock)
    work_until_idle(cast.clock)
    before = Checkpoint.objects.count()
    for _ in range(2):
        sizes.append(grow(cast))
        sent(witness, cast)

    assert watch.sizes == sizes
    assert list(Cosignature.objects.order_by("id").values_list("size", flat=True)) == sizes
    assert WitnessReceipt.objects.count() == 3
    assert Checkpoint.objects.count() == before + 2, (
        "a receipt is no entry: no checkpoint of its own"
    )
    shown = PublicWitness.objects.get()
    assert shown.note == watch.store.kept()[-1].cosigned
    page = client.get("/verify").content.decode()
    assert "青川市档案馆" in page
    assert watch.store.key in page
    assert watch.store.kept()[-1].cosignature.split(" ")[2] in page
    for table in (Cosignature, WitnessReceipt):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(size=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


def test_a_witness_dead_for_a_day_gets_everything_in_order(watch: Watch) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    sizes = [grow(cast)]
    sent(witness, cast)
    watch.stop()
    for hour in range(1, 25):
        sizes.append(grow(cast))
        found = sent(witness, cast, timedelta(hours=hour))
    assert found.line.failures >= 24
    assert found.line.held == sizes[0]
    watch.start()

    found = sent(witness, cast, timedelta(hours=24) + LONGEST_WAIT)

    assert watch.sizes == sizes
    assert (found.line.held, found.line.failures, found.line.last_error) == (sizes[-1], 0, "")


def test_a_witness_that_lost_its_folder_is_served_from_where_it_stands(
    watch: Watch, tmp_path: Path
) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    grow(cast)
    sent(witness, cast)
    (watch.store.folder / "kept.jsonl").unlink()
    newest = grow(cast)

    sent(witness, cast)
    sent(witness, cast, LONGEST_WAIT)

    assert watch.sizes[-1] == newest


@pytest.mark.tampers
def test_a_rewritten_log_is_noticed_by_the_witness(watch: Watch) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    grow(cast)
    sent(witness, cast)
    size = grow(cast)
    true = Checkpoint.objects.get(size=size)
    forged = b"\x07" * 32
    rewrite(true, forged)

    found = sent(witness, cast)

    assert "前后不一致" in found.line.alarm
    assert found.line.held < size
    assert PublicWitness.objects.get().alarmed
    assert len(list((watch.store.folder / "evidence").iterdir())) == 2


def test_a_witness_with_another_key_of_the_log_fails_and_accuses_nobody(watch: Watch) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    watch.stop()
    watch.start("not-our-log")
    grow(cast)

    line = sent(witness, cast).line

    assert (line.last_error, line.alarm, line.held) == ("对方退回（HTTP 400）", "", 0)


@pytest.mark.tampers
def test_a_log_that_became_shorter_is_noticed(watch: Watch) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    first = grow(cast)
    sent(witness, cast)
    held = grow(cast)
    sent(witness, cast)
    witness.line.held = first
    witness.line.save()
    rewrite(Checkpoint.objects.get(size=held), None)
    forged = notes.signed_checkpoint(first + 1, b"\x02" * 32)
    Checkpoint.objects.create(size=first + 1, root=b"\x02" * 32, note=forged)

    found = sent(witness, cast)

    assert "可能被截断" in found.line.alarm
    told = Client().get("/metrics").content.decode()
    assert "gongjian_witness_alarms 1.0" in told
    assert "gongjian_witnesses_failing 1.0" in told
    health = Client().get("/healthz").json()
    assert (health["witness_alarms"], health["witnesses_failing"]) == (1, 1)


def test_a_channel_that_fails_is_told_to_who_keeps_the_house() -> None:
    cast = cast_with_admin()
    known = {"name": "门户", "kind": "http", "address": "http://127.0.0.1:9/", "secret": SECRET}
    channel = cast.do("admin", "channels.open_channel", since_on=cast.today, **known)
    line = line_of(channel, cast.now)

    for failures, told in ((0, 0), (3, 1)):
        line.failures = failures
        line.save()
        assert troubles()["channels"] == told
        assert f"gongjian_channels_failing {told}.0" in Client().get("/metrics").content.decode()
        assert Client().get("/healthz").json()["channels_failing"] == told


def rewrite(checkpoint: Checkpoint, root: bytes | None) -> None:
    """Put another root under our own key in the place of a checkpoint, or take it away."""
    triggers.uninstall(connection)
    try:
        if root is None:
            checkpoint.delete()
        else:
            forged = notes.signed_checkpoint(checkpoint.size, root)
            Checkpoint.objects.filter(pk=checkpoint.pk).update(root=root, note=forged)
    finally:
        triggers.install(connection)


def test_a_false_countersignature_is_not_kept(watch: Watch, tmp_path: Path) -> None:
    cast = cast_with_admin()
    other = Store(tmp_path / "other")
    other.make("witness.example")
    witness = opened(cast, watch, key=other.key)
    size = grow(cast)

    found = sent(witness, cast)

    assert found.line.held == size, "it is held all the same"
    assert found.line.last_error == "副署的签名无效"
    assert not Cosignature.objects.exists()
    assert not PublicWitness.objects.exists()


@pytest.mark.parametrize(
    ("name", "at"), [("witness.example", 253_402_300_799), ("archive\u3000example", 1_800_000_000)]
)
def test_what_no_page_or_program_could_read_is_no_countersignature(name: str, at: int) -> None:
    """The last second of 9999 is none in Beijing; a note's key has no space of any kind."""
    key, text = Ed25519PrivateKey.generate(), "log.example\n1\nx\n"
    line = cosign.cosign(text, name, key, at)

    with pytest.raises(ValueError, match=r"副署的签名无效|公钥应当是"):
        countersigned_at(line, f"{text}\n— log.example x\n", cosign.verifier_key(name, key))


def test_an_answer_that_is_no_number_of_entries_is_no_receipt() -> None:
    assert [_held(told) for told in (0, 7)] == [0, 7]
    assert [_held(told) for told in (-1, True, "7", 7.0, None)] == [None] * 5


def test_files_and_mail_carry_what_the_program_takes(watch: Watch, tmp_path: Path) -> None:
    cast = cast_with_admin()
    file = opened(cast, watch, kind="file", address="archive", secret="", key="")
    letter = opened(cast, watch, kind="mail", address="w@example.org", secret="", key="")
    size = grow(cast)
    sent(file, cast)
    sent(letter, cast)

    (path,) = (Path(settings.GONGJIAN_HOME) / "channels" / cast.agency.code / "archive").glob("*")
    attached = tmp_path / "attached.jsonl"
    attached.write_text(str(mail.outbox[0].attachments[0][1]), encoding="utf-8")
    given = ["take", "--folder", str(watch.store.folder), "--key", keys.verifier_key()]

    assert witness_cli.main([*given, str(path)]) == 0
    assert witness_cli.main([*given, str(attached)]) == 0
    assert watch.sizes == [size]
    assert f"检查点{size}" in mail.outbox[0].subject


def test_the_register_refuses_what_leads_nowhere_and_who_may_not(watch: Watch) -> None:
    cast = cast_with_admin()
    witness = opened(cast, watch)
    with pytest.raises(RuleBroken, match="无需重复"):
        opened(cast, watch)
    for field, values in {
        "secret": {"secret": "short"},
        "address": {"address": "ftp://x"},
        "key": {"key": watch.store.key[:-4] + "AAA="},
    }.items():
        with pytest.raises(InvalidInput) as caught:
            opened(cast, watch, **values)
        assert set(caught.value.fields) == {field}
    with pytest.raises(NotAllowed):
        cast.do("handler", "channels.close_witness", witness=witness.uid, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Witness.objects.filter(pk=witness.pk).update(closed_at=cast.clock.now())

    cast.do("admin", "channels.close_witness", witness=witness.uid, reason="换了一家")

    grow(cast)
    sent(witness, cast)
    assert watch.sizes == []
