"""From where a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_OF_ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that one subscriber cannot change."""


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, or its /64 network for IPv6.

    Behind the installation's own proxy it is the last one that the proxy added; what the client claims is not believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).split(",")[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, NETWORK_OF_ONE_HOUSEHOLD), strict=False).network_address)
    return str(parsed)
