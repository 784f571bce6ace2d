"""To which addresses we send what a browser asks for: it named them, so they may be anything, and lead anywhere.

Only https on its own port, by a name, and only to machines that everybody can reach: nothing of ours, of this network or of this machine.
The name is looked up when something is sent, and what is connected to is what was checked.
"""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused
from apps.notifications.models.pushes import ENDPOINT_LIMIT

HOST_LIMIT = 255  # characters
# Addresses of version 6 in which one of version 4 hides, and who translates it is not ours to know.
_TRANSLATED = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]


def check_endpoint(endpoint: str) -> None:
    """Raises Refused: bad_endpoint."""
    if len(endpoint) > ENDPOINT_LIMIT or not (endpoint.isascii() and endpoint.isprintable() and " " not in endpoint):
        raise _bad()
    try:
        parts = urlsplit(endpoint)
        is_fine = is_allowed_local(parts.hostname, parts.port) or _is_public(parts)
    except ValueError:  # no port, half an address
        raise _bad() from None
    if not is_fine:
        raise _bad()


def is_allowed_local(host: str | None, port: int | None) -> bool:
    """Whether tests run a push service there."""
    return f"{host}:{port}" in settings.PUSH_ALLOWED_LOCAL


def is_open_address(address: str) -> bool:
    """Whether anybody on the internet could be at this IP address."""
    ip = ipaddress.ip_address(address.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_plain = ip.version == 4 or not any(ip in network for network in _TRANSLATED)
    return is_plain and ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def origin_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def _is_public(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    is_https = parts.scheme == "https" and parts.port in (None, 443) and parts.username is None and parts.password is None
    return is_https and "." in host.strip(".") and len(host) <= HOST_LIMIT and not _is_number(host)


def _is_number(host: str) -> bool:
    """Whether it is an address instead of a name; 0x7f.1 is one too."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdecimal() or last.startswith("0x")


def _bad() -> Refused:
    return Refused("bad_endpoint", _("This browser names a push service that Linnet can not use."))
