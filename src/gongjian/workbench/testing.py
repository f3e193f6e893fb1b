"""A cast whose people have accounts, signed in to the pages; for tests."""

from django.test import Client

from gongjian.accounts.middleware import begin
from gongjian.cases.testing import OFFICES, Cast, activate
from gongjian.common.clock import Clock
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_agency, make_officer


def staffed_cast() -> Cast:
    """Return an agency with a person in every office, each with an account."""
    activate()
    place = make_agency()
    people = {
        office: make_officer(
            place,
            roles=(office,),
            account=True,
            legal_qualification="A20263000001" if office == "legal_reviewer" else "",
        )
        for office in OFFICES
    }
    people["second"] = make_officer(place, roles=("handler",), account=True)
    return Cast(place, people)


def signed_in(cast: Cast, office: str) -> Client:
    """Return a browser in which the holder of an office has signed in."""
    return signed_in_as(cast.people[office])


def signed_in_as(officer: Officer) -> Client:
    """Return a browser in which an officer has signed in."""
    client = Client()
    assert officer.user is not None
    client.force_login(officer.user)
    session = client.session
    begin(session, Clock().now())
    session.save()
    return client
