"""What goes out, for tests."""

from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM
from gongjian.orgs.services import ChangeAgency, change_agency


def with_code(cast: Cast) -> None:
    """Give the agency its unified social credit code, without which nothing is reported."""
    agency = cast.agency
    cmd = ChangeAgency(
        agency=agency.uid,
        name=agency.name,
        short_name=agency.short_name,
        uscc="11510000MA00000155",
        address=agency.address,
        phone=agency.phone,
        government_name=agency.government_name,
        court_name=agency.court_name,
        bank_name=agency.bank_name,
        bank_account=agency.bank_account,
    )
    change_agency(actor=SYSTEM, cmd=cmd)
    agency.refresh_from_db()
