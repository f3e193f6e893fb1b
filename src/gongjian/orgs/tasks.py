"""Work outside acts: live pages of certificates against the register, photos no longer kept."""

from datetime import timedelta

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from .models import Agency, OfficerPhoto
from .passes import renew_outdated
from .photos import DestroyPhotos, destroy_files, destroy_photos, due_to_destroy

LOOK_EVERY = timedelta(hours=1)


@job("orgs.keep_passes", every=LOOK_EVERY)
def keep_passes(*, clock: Clock) -> None:
    """Put right every row that differs: after an upgrade, or with another secret key."""
    renew_outdated()


@job("orgs.destroy_photos", every=LOOK_EVERY)
def destroy_taken_down(*, clock: Clock) -> None:
    """Destroy the photos that were taken down before today; files that a crash left go as well."""
    ended = OfficerPhoto.objects.filter(ended_on__lt=clock.today(), destroyed_at__isnull=True)
    for agency in Agency.objects.filter(pk__in=ended.values("officer__agency")).order_by("pk"):
        if due_to_destroy(agency, clock.today()):
            destroy_photos(actor=SYSTEM, clock=clock, cmd=DestroyPhotos(agency.uid))
    destroy_files()
