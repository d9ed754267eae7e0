"""The one door to other hosts: listed hosts only, over an address that was looked at, within a time.

An address in a robot's row is typed by a person, and what a name resolves to is decided by
others. So a host must stand in ALERT_HOSTS; its addresses must be public, or stand in the list
themselves; the connection goes to the very address that was looked at, so that a name cannot
point elsewhere a moment later; and no redirect is followed.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.ssl_ import create_urllib3_context

LONGEST_ANSWER = 16 * 1024
Resolve = Callable[..., list[Any]]
Address = IPv4Address | IPv6Address

_PRINTABLE = re.compile(r"[!-\[\]-~]+")  # ASCII without spaces, control signs and the backslash
_NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PORTS = {"https": 443, "http": 80}


class UnableToReach(Exception):
    """Nothing was delivered as far as the portal knows; the text says why, without the address."""


class AddressRefused(UnableToReach):
    """The portal does not call this address."""


@dataclass(frozen=True)
class Target:
    """An address taken apart. `label` is how the host is written in the list and to the server."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def label(self) -> str:
        """The host, with its port where that is not the scheme's own."""
        return _listed(self.host, self.port, _PORTS[self.scheme])


@dataclass(frozen=True)
class Answer:
    """What the server said, cut to LONGEST_ANSWER."""

    status: int
    body: bytes


def target_of(url: str) -> Target:
    """Take an address apart. Raises AddressRefused where it is odd or its host is not listed."""
    if not _PRINTABLE.fullmatch(url):
        raise AddressRefused("the address holds signs that no address has")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused("the address cannot be read") from error
    in_the_clear = parts.scheme == "http" and settings.LOOPBACK and _is_this_machine(host)
    if parts.scheme != "https" and not in_the_clear:
        raise AddressRefused("only https is called")
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefused("the address holds a user name or a fragment")
    if not (_NAME.fullmatch(host) or _is_canonical(host)):
        raise AddressRefused("the host is no plain name or address")
    target = Target(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, _path(parts))
    if target.label not in settings.ALERT_HOSTS:
        raise AddressRefused("the host is not among those that the portal may call")
    return target


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    resolve: Resolve = socket.getaddrinfo,
    seconds: float | None = None,
) -> Answer:
    """Send a POST and return the answer. Raises UnableToReach (AddressRefused before any contact)."""
    seconds = settings.ALERT_TIMEOUT_SECONDS if seconds is None else seconds
    end = time.monotonic() + seconds
    target = target_of(url)
    address = _looked_at(target, _resolved(target, resolve, seconds))
    connection = _connection(target, address, _left(end))
    try:
        connection.connect()
        with _cut_off(connection, end):
            given = {"Host": target.label, "User-Agent": "efficiency-portal", **headers}
            connection.request("POST", target.path, body=body, headers=given, preload_content=False)
            response = connection.getresponse()
            return Answer(response.status, _whole(response))
    except (OSError, HTTPError, HTTPException) as error:
        raise UnableToReach(f"{type(error).__name__}: {_reason(error)}") from error
    finally:
        connection.close()


def _whole(response: BaseHTTPResponse) -> bytes:
    """The answer up to LONGEST_ANSWER: read until nothing comes, as only then it is known to be whole."""
    read = b""
    while len(read) < LONGEST_ANSWER:
        more = response.read(LONGEST_ANSWER - len(read), decode_content=False)
        if not more:
            break
        read += more
    return read


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_canonical(host: str) -> bool:
    try:
        return str(ip_address(host)) == host
    except ValueError:
        return False


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or (_is_canonical(host) and ip_address(host).is_loopback)


def _listed(host: str, port: int, default: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port == default else f"{name}:{port}"


def _resolved(target: Target, resolve: Resolve, seconds: float) -> list[Any]:
    """Ask for the host's addresses, for no longer than `seconds`: the system's own question has no limit."""
    answers: SimpleQueue[list[Any] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty as error:
        raise UnableToReach("the host's name was not resolved in time") from error
    if isinstance(found, Exception) or not found:
        raise UnableToReach("the host's name is unknown")
    return found


def _looked_at(target: Target, found: list[Any]) -> str:
    """The first address, if all are fit to be called: one that is not makes the name suspect."""
    addresses = [ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        if not (_is_public(address) or _is_listed(address, target)):
            raise AddressRefused("the host leads to an address that the portal does not call")
        if target.scheme == "http" and not address.is_loopback:
            raise AddressRefused("without https only this machine is called")
    return str(addresses[0])


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address.sixtofour or address.teredo):
        return False
    # 64:ff9b::/96 leads to whatever IPv4 address its end names.
    translated = isinstance(address, IPv6Address) and address.packed.startswith(b"\x00\x64\xff\x9b")
    return address.is_global and not (address.is_multicast or address.is_reserved or translated)


def _is_listed(address: Address, target: Target) -> bool:
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return _listed(str(address), target.port, _PORTS[target.scheme]) in settings.ALERT_HOSTS


def _connection(target: Target, address: str, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    if settings.ALERT_CA_FILE:
        context.load_verify_locations(settings.ALERT_CA_FILE)
    else:
        context.load_default_certs()
    return HTTPSConnection(address, target.port, timeout=seconds, ssl_context=context, server_hostname=target.host)


def _left(end: float) -> float:
    return max(end - time.monotonic(), 0.01)


@contextmanager
def _cut_off(connection: HTTPConnection, end: float) -> Iterator[None]:
    """End the exchange at its time: a server that sends a sign now and then never trips a socket's timeout."""
    sock = connection.sock
    assert sock is not None  # connected
    late: list[bool] = []

    def end_it() -> None:
        late.append(True)
        try:
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:  # it ended by itself
            return

    timer = Timer(_left(end), end_it)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPError, HTTPException) as error:
        if late:
            raise UnableToReach("no whole answer in time") from error
        raise
    finally:
        timer.cancel()
    if late:
        raise UnableToReach("no whole answer in time")


def _reason(error: Exception) -> str:
    text = str(error.args[0]) if isinstance(error, HTTPError) and error.args else str(error)
    return text.rpartition(": ")[2][:200]
