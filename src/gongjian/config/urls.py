"""Addresses of the whole house; each app keeps its own below its prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongjian.portal.urls")),
    path("log/", include("gongjian.ledger.urls")),
    path("staff/", include("gongjian.accounts.urls")),
    path("staff/", include("gongjian.documents.urls")),
    path("staff/", include("gongjian.workbench.urls")),
]
