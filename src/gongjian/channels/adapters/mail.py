"""By e-mail: the list in the letter, the records as an attachment."""

import smtplib
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from .contract import Answer, Destination, Parcel, Unreachable

Record = Mapping[str, Any]


def send(to: Destination, parcel: Parcel) -> Answer:
    """Send one letter; its message id is the receipt and tells a second one from a first.

    Raises:
        Unreachable: the mail server does not take it.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    receipt = f"<{parcel.key[:32]}@{domain}>"
    subject, words = parcel.letter or _listed(to, parcel)
    letter = EmailMessage(
        subject=subject,
        body=words,
        to=[to.address],
        headers={"Message-ID": receipt},
    )
    letter.attach("records.jsonl", parcel.body.decode(), "application/x-ndjson")
    try:
        letter.send()
    except (OSError, smtplib.SMTPException) as error:
        told = f"邮件没有发出（{type(error).__name__}），请检查邮件服务器设置和地址"
        raise Unreachable(told) from error
    return Answer(receipt)


def _listed(to: Destination, parcel: Parcel) -> tuple[str, str]:
    shown = [r for r in parcel.records if r["action"] == "show"]
    gone = [r for r in parcel.records if r["action"] != "show"]
    subject = f"{to.sender}行政执法公示：新增{len(shown)}件，撤下{len(gone)}件"
    return subject, "\n".join(_lines(shown, gone))


def _lines(shown: list[Record], gone: list[Record]) -> list[str]:
    said = [f"公示　{r['number']}　{r['title']}　{r['url']}" for r in shown]
    return said + [f"撤下　{r['number']}　{r['reason']}　{r['url']}" for r in gone]
