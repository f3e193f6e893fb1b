"""Addresses of the workbench where the portal is a process of its own (GONGJIAN_PUBLIC_ROUTES=0).

Public pages lead to the portal; what it cannot do (write, end a session, open a closed file) is
done here.
"""

from django.urls import include, path
from django.views.generic import RedirectView

from gongjian.ledger import urls as ledger
from gongjian.portal import urls as portal
from gongjian.portal.apart import elsewhere, moved
from gongjian.portal.views import healthz

from .urls import handler400, handler403, handler404, handler500, staff

TO_PORTAL = "GONGJIAN_PUBLIC_URL"
_portal = [
    path("", RedirectView.as_view(url="/staff/"), name="home"),
    path("healthz", healthz, name="healthz"),
    *portal.working,
    *moved([one for one in [*portal.reading, *portal.checking] if one.name != "home"], TO_PORTAL),
]

urlpatterns = [
    path("", include((_portal, portal.app_name))),
    path("log/", include((moved(ledger.urlpatterns, TO_PORTAL), ledger.app_name))),
    path("api/v1/public/<path:rest>", elsewhere(TO_PORTAL)),
    *staff,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
