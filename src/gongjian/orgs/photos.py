"""The photo of an officer: set and taken away by who keeps the register (执法人员照片)."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.events import publish
from gongjian.vault.naming import named_besides
from gongjian.vault.store import store

from . import passes
from .events import PhotoTaken
from .models import Agency, Officer, OfficerPhoto
from .portraits import BadPortrait, portrait
from .services import officer_in_reach


@dataclass(frozen=True)
class SetPhoto:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")
    picture: str = fields.text(
        "照片", max_length=7_000_000, help="JPEG 或者 PNG 文件，写成 Base64；人员页面上可以直接上传"
    )


@act("orgs.set_photo", title="登记执法人员照片", about="agency")
def set_photo(*, act: Act, cmd: SetPhoto) -> OfficerPhoto:
    """Keep a portrait made anew of what was sent; it follows the former one.

    Where the former was public it is so no more; the new one reaches the public register with its
    next version, and the live page of the certificate at once.

    Raises:
        InvalidInput: no picture that can be shown.

    Source: KM2.1.1(2), KM4.3; REQUIREMENTS P3.
    """
    officer = officer_in_reach(act, cmd.officer)
    try:
        content = portrait(base64.b64decode(cmd.picture, validate=True))
    except binascii.Error:
        raise InvalidInput({"picture": "照片没有传完整，请重新上传"}) from None
    except BadPortrait as error:
        raise InvalidInput({"picture": str(error)}) from error
    if officer.left_on is not None and officer.left_on <= act.today:
        raise RuleBroken(f"{officer.name}已经离职，不再登记照片")
    former = photo_of(officer)
    kept = store().put(content)
    if former is not None and former.sha256 == kept.sha256:
        raise RuleBroken("这张照片已经登记")
    row = OfficerPhoto(
        officer=officer,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        from_on=act.today,
    )
    if former is not None:
        _taken(act, officer, former)
    act.write(row, stream=officer.agency.stream)
    passes.renew([officer])
    return row


@dataclass(frozen=True)
class RemovePhoto:
    officer: UUID = fields.ref("执法人员", of="orgs.officer")


@act("orgs.remove_photo", title="撤下执法人员照片", about="agency", final=True)
def remove_photo(*, act: Act, cmd: RemovePhoto) -> OfficerPhoto:
    """Take an officer's photo off every page at once; the next day its file is destroyed.

    Raises:
        RuleBroken: there is none.
    """
    officer = officer_in_reach(act, cmd.officer)
    former = photo_of(officer)
    if former is None:
        raise RuleBroken(f"{officer.name}没有登记照片")
    _taken(act, officer, former)
    passes.renew([officer])
    return former


def _taken(act: Act, officer: Officer, photo: OfficerPhoto) -> None:
    photo.ended_on = act.today
    act.write(photo, stream=officer.agency.stream)
    publish(act, PhotoTaken(officer))


def photo_of(officer: Officer) -> OfficerPhoto | None:
    """Return the photo that is in use."""
    return OfficerPhoto.objects.filter(officer=officer, ended_on__isnull=True).first()


@dataclass(frozen=True)
class DestroyPhotos:
    agency: UUID = fields.hidden()


@act("orgs.destroy_photos", title="销毁已撤下的照片", about="agency")
def destroy_photos(*, act: Act, cmd: DestroyPhotos) -> Agency:
    """Note that the photos taken down before today are kept no longer; then their files go.

    The ledger keeps who was shown from when to when and the hash, which brings no face back.

    Raises:
        RuleBroken: nothing is due.

    Source: 个人信息保护法 第四十七条第一款第一项.
    """
    held = Agency.objects.select_for_update(of=("self",)).select_related("stream")
    agency = held.get(uid=cmd.agency)
    due = due_to_destroy(agency, act.today)
    if not due:
        raise RuleBroken("没有应当销毁的照片")
    for photo in due:
        photo.destroyed_at = act.now
    act.write(*due, stream=agency.stream)
    return agency


def due_to_destroy(agency: Agency, today: date) -> list[OfficerPhoto]:
    """Return the photos whose files must go: taken down before today, named by nothing else."""
    ended = OfficerPhoto.objects.filter(officer__agency=agency, ended_on__lt=today)
    waiting = ended.filter(destroyed_at__isnull=True).exclude(sha256__in=_in_use())
    return [photo for photo in waiting if not named_besides(photo.sha256, OfficerPhoto)]


def destroy_files() -> None:
    """Let the files go that are noted as destroyed; may be run again after a crash.

    The officers stay locked meanwhile: a photo that is set anew waits, and then keeps its own file.
    """
    with transaction.atomic():
        gone = OfficerPhoto.objects.filter(destroyed_at__isnull=False)
        officers = Officer.objects.filter(pk__in=gone.values("officer"))
        list(officers.select_for_update(of=("self",)).order_by("pk"))
        for sha256 in set(gone.exclude(sha256__in=_in_use()).values_list("sha256", flat=True)):
            if not named_besides(sha256, OfficerPhoto):
                store().destroy(sha256)


def _in_use() -> QuerySet[OfficerPhoto, str]:
    """Return the hashes of photos that are not destroyed and shown, of whatever person."""
    return OfficerPhoto.objects.filter(ended_on__isnull=True).values_list("sha256", flat=True)
