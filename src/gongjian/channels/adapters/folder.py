"""Into a folder, from which the government's website or an exchange platform fetches."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from .contract import Answer, Destination, Parcel, Unreachable


def folder_of(to: Destination) -> Path:
    """Return the folder of a channel in this installation."""
    return Path(settings.GONGJIAN_HOME) / "channels" / to.folder / to.address


def send(to: Destination, parcel: Parcel) -> Answer:
    """Put the parcel down whole or not at all; the receipt is the file's name.

    Raises:
        Unreachable: the folder cannot be written.
    """
    folder = folder_of(to)
    name = f"{parcel.key[:32]}.jsonl"
    aside = folder / f".new-{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with aside.open("xb") as file:
            file.write(parcel.body)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / name)
    except OSError as error:
        raise Unreachable(
            f"交换目录不能写入（{type(error).__name__}），请检查目录和磁盘"
        ) from error
    return Answer(name)
