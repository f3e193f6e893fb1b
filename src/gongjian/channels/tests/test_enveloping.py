"""Certificates of receivers: which are taken, and that only their holder opens what is sent."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from gongjian.cases.testing import make_cast
from gongjian.channels.credit.enveloping import Unfit, enveloped, read_certificate
from gongjian.channels.models import PersonsReceiver
from gongjian.channels.testing import Holder, make_holder, with_receiver
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken

ADD = "channels.add_receiver"
CONTENT = "\ufeff姓名,证件号码\r\n某某,510000\n".encode()
NOW = Clock().now()


def private_pem(holder: Holder) -> bytes:
    return holder.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def test_the_holder_of_the_private_key_gets_every_byte_back_and_nobody_else_any() -> None:
    holder, other = make_holder(NOW, wraps=None), make_holder(NOW)

    sent = enveloped(CONTENT, holder.pem)

    assert holder.opened(sent) == CONTENT
    assert CONTENT not in sent
    assert enveloped(CONTENT, holder.pem) != sent
    with pytest.raises(ValueError, match="recipient"):
        other.opened(sent)


def test_a_receiver_opens_it_with_openssl(tmp_path: Path) -> None:
    holder = make_holder(NOW)
    (tmp_path / "key.pem").write_bytes(private_pem(holder))
    (tmp_path / "persons.csv.p7m").write_bytes(enveloped(CONTENT, holder.pem))

    command = "openssl cms -decrypt -inform DER -in persons.csv.p7m -inkey key.pem -binary"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True)

    assert done.stdout == CONTENT


def test_what_nothing_can_be_encrypted_to_is_refused_with_its_reason() -> None:
    sound = make_holder(NOW)
    unfit = {
        "读不出证书": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "私钥": sound.pem + private_pem(sound).decode(),
        "一份证书": sound.pem * 2,
        "不少于2048位": make_holder(NOW, bits=1024).pem,
        "RSA": make_holder(NOW, curve=True).pem,
        "只用于签名": make_holder(NOW, wraps=False).pem,
    }
    for told, pem in unfit.items():
        with pytest.raises(Unfit, match=told):
            read_certificate(pem)
    with pytest.raises(Unfit):
        read_certificate("不是证书")


@pytest.mark.django_db
def test_a_certificate_is_registered_by_the_administrator_with_its_fingerprint() -> None:
    cast = make_cast()
    holder = make_holder(cast.now)

    receiver = with_receiver(cast, holder)

    assert receiver.fingerprint == holder.typed["fingerprint"].replace(":", "").lower()
    assert receiver.holds(cast.now)
    with pytest.raises(RuleBroken, match="已经登记"):
        cast.do("admin", ADD, **holder.typed)
    with pytest.raises(NotAllowed):
        cast.do("publisher", ADD, **make_holder(cast.now).typed)
    wrong = make_holder(cast.now).typed | {"fingerprint": "00" * 32}
    with pytest.raises(InvalidInput, match="指纹"):
        cast.do("admin", ADD, **wrong)
    with pytest.raises(InvalidInput, match="有效期"):
        cast.do("admin", ADD, **make_holder(cast.now, days=1).typed)
    assert PersonsReceiver.objects.count() == 1
