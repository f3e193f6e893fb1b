"""Addresses of the whole house; each app keeps its own below its prefix."""

from django.urls import include, path

from .api.assembly import api
from .metrics import metrics

staff = [
    path("", include("gongjian.ui.urls")),
    path("", include("gongjian.documents.urls")),
    path("", include("gongjian.recording.urls")),
    path("my/", include("gongjian.desk.urls")),
    path("staff/", include("gongjian.accounts.urls")),
    path("staff/", include("gongjian.workbench.urls")),
    path("api/v1/", api.urls),
    path("metrics", metrics, name="metrics"),
]
urlpatterns = [
    path("", include("gongjian.portal.urls")),
    path("log/", include("gongjian.ledger.urls")),
    *staff,
]

handler400 = "gongjian.config.refusals.bad_request"
handler403 = "gongjian.ui.views.no_permission"
handler404 = "gongjian.config.refusals.not_found"
handler500 = "gongjian.ui.views.server_error"
