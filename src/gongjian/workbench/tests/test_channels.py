"""The pages of what goes out: who sees them, what they say, what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongjian.cases.testing import PERSON as SOMEBODY
from gongjian.cases.testing import decided_case
from gongjian.channels.credit.collecting import PERSON
from gongjian.channels.models import CreditBatch
from gongjian.channels.testing import with_code
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.testing import publish
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MAKE = "channels.make_credit_batch"


def test_the_publisher_sees_what_waits_makes_the_file_and_checks_one() -> None:
    cast = staffed_cast()
    with_code(cast)
    item = publish(cast, decided_case(cast))
    publish(cast, decided_case(cast, party=SOMEBODY))
    client = signed_in(cast, "publisher")

    page = client.get("/staff/credit/").content.decode()
    assert item.number in page
    assert PERSON in page
    made = client.post(f"/staff/acts/{MAKE}/", {"until": cast.today.isoformat()})
    batch = CreditBatch.objects.get()
    address = f"/staff/credit/{batch.uid}/"
    assert made["Location"] == address
    sent = client.get(f"{address}csv").content
    again = client.post(address, {"file": upload(sent)})
    assert "逐项一致" in again.content.decode()
    spoilt = client.post(address, {"file": upload(sent.replace(b"5.212000", b"5.2"))})
    assert spoilt.status_code == 422
    assert "罚款金额（万元）" in spoilt.content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.get(f"{address}gone").status_code == 404

    assert signed_in(cast, "handler").get("/staff/credit/").status_code == 403
    elsewhere = signed_in_as(make_officer(make_agency("他市公安局"), ("publisher",), account=True))
    for ending in ("", "csv", "xlsx", "gone"):
        assert elsewhere.get(f"{address}{ending}").status_code == 404


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("back.csv", content, content_type="text/csv")
