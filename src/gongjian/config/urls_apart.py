"""Addresses of the portal as a process of its own: what is public, and nothing else.

What writes or opens a session leads to the workbench's process.
"""

from django.urls import include, path

from gongjian.desk import urls as desk
from gongjian.portal import urls as portal
from gongjian.portal.apart import moved
from gongjian.portal.views import apart as checking
from gongjian.portal.views.health import alive
from gongjian.ui.urls import public as ui_public

from .api.assembly import build_public
from .metrics import metrics

TO_WORK = "GONGJIAN_WORK_URL"
_portal = [
    path("healthz", alive, name="healthz"),
    path("verify", checking.verify, name="verify"),
    path("verify/<str:sha256>.zip", checking.proof, name="proof"),
    path("decisions/<str:token>/proof.zip", checking.rendition_proof, name="rendition_proof"),
    *portal.reading,
    *moved(portal.working, TO_WORK),
]

urlpatterns = [
    path("", include((_portal, portal.app_name))),
    path("", include((ui_public, "ui"))),
    path("my/", include((moved(desk.urlpatterns, TO_WORK), desk.app_name))),
    path("log/", include("gongjian.ledger.urls")),
    path("api/v1/", build_public().urls),
    path("metrics", metrics, name="metrics"),
]

handler400 = "gongjian.config.refusals.bad_request"
handler403 = "gongjian.ui.views.no_permission"
handler404 = "gongjian.config.refusals.not_found"
handler500 = "gongjian.ui.views.server_error"
