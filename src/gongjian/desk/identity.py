"""Who a visitor is, told by a service of others (实名认证): one interface, adapters behind it.

The platform verifies nobody itself. An adapter asks an identity service whether this name, number
and proof belong together; which one is the installation's choice (`GONGJIAN_IDENTITY`), none by
default. Every adapter passes `desk.testing.IdentityContract`.
"""

from typing import Any, Protocol

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class IdentityUnavailable(Exception):
    """The service gave no answer; nobody is let in, and nobody is told that he is not himself."""


class IdentityProvider(Protocol):
    """What an adapter offers. `label` names the service; `proof` what it asks for beside the id.

    Name and number alone are known to many: without a proof of its own a service is none.
    """

    label: str
    proof: str
    demo: bool

    def verify(self, *, name: str, id_number: str, proof: str) -> bool:
        """Tell whether the service confirms that this person is here now.

        Raises:
            IdentityUnavailable: no answer could be had.
        """


def provider() -> IdentityProvider | None:
    """Return the adapter of this installation, None where real names are not offered.

    Raises:
        ImproperlyConfigured: a demo adapter outside the demo, or no adapter at that path.
    """
    path = settings.GONGJIAN_IDENTITY
    if not path:
        return None
    try:
        made: IdentityProvider = import_string(path)()
    except ImportError as error:
        raise ImproperlyConfigured(f"GONGJIAN_IDENTITY: {path}") from error
    if made.demo and settings.GONGJIAN_MODE == "production":
        raise ImproperlyConfigured("GONGJIAN_IDENTITY names a demo adapter, refused in production")
    return made


def adapter_fits(**asked: Any) -> list[CheckMessage]:
    """Say at start-up that an adapter cannot be used, before anybody asks for it."""
    try:
        provider()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="desk.E001")]
    return []
