"""The door to other hosts: THREATS.md row 22."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from efficiency.notifications.channels.door import AddressRefused, UnableToReach, post
from tests.notifications import servers
from tests.notifications.servers import Canary, canary, stub

# Each with {port} of the canary. None of them is listed, or what it leads to is not.
FORMS = [
    # loopback, as written and in disguise
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/",
    "https://127.1:{port}/",
    "https://127.0.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.0.0.1:{port}/",
    "https://0x7F.0x0.0x0.0x1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://0177.0000.0000.0001:{port}/",
    "https://127.000.000.001:{port}/",
    "https://127.0.0.1.:{port}/",
    "https://127.255.255.254:{port}/",
    "https://0:{port}/",
    "https://0.0.0.0:{port}/",
    "https://localhost:{port}/",
    "https://LOCALHOST:{port}/",
    "https://localhost.:{port}/",
    "https://localhost.localdomain:{port}/",
    "https://ip6-localhost:{port}/",
    "https://[::1]:{port}/",
    "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[0:0:0:0:0:ffff:7f00:0001]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[::1%25lo]:{port}/",
    "https://[fe80::1%25eth0]:{port}/",
    "https://[fd00::1]:{port}/",
    # private, link-local, metadata
    "https://10.0.0.1:{port}/",
    "https://172.16.0.1:{port}/",
    "https://192.168.1.1:{port}/",
    "https://100.64.0.1:{port}/",
    "https://169.254.169.254:{port}/latest/meta-data/",
    "https://2852039166:{port}/",
    "https://[fd00:ec2::254]:{port}/",
    "https://metadata.google.internal:{port}/",
    "https://224.0.0.1:{port}/",
    "https://255.255.255.255:{port}/",
    # a listed host as bait
    "https://open.feishu.cn@127.0.0.1:{port}/",
    "https://open.feishu.cn:443@127.0.0.1:{port}/",
    "https://open.feishu.cn%40127.0.0.1:{port}/",
    "https://127.0.0.1:{port}@open.feishu.cn/",
    "https://127.0.0.1:{port}#@open.feishu.cn/",
    "https://127.0.0.1:{port}?@open.feishu.cn/",
    "https://127.0.0.1:{port}\\@open.feishu.cn/",
    "https://open.feishu.cn\\.127.0.0.1:{port}/",
    "https://open.feishu.cn.127.0.0.1.nip.io:{port}/",
    "https://127.0.0.1.nip.io:{port}/",
    "https://xopen.feishu.cn:{port}/",
    "https://open.feishu.cn.:{port}/",
    "https://open.feishu.cn:{port}/",
    "https://open.feishu.cn\t.evil:{port}/",
    "https://open.feishu.cn\r\nHost: 127.0.0.1:{port}/",
    "https://open.feishu.cn /@127.0.0.1:{port}/",
    " https://127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "https:127.0.0.1:{port}",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "https://127。0。0。1:{port}/",
    "https://①②⑦.⓪.⓪.①:{port}/",
    "https://127.0.0.1:{port}\x00.open.feishu.cn/",
    "https://open.feishu.cn:99999/",
    "https://open.feishu.cn:-1/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "",
    # other schemes
    "http://open.feishu.cn/",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_POST",
    "file:///etc/passwd",
    "data:text/plain,x",
    "unix:///run/x.sock",
    "dict://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}/",
]


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    with canary() as listening:
        yield listening


def send(url: str, **given: Any) -> Any:
    return post(url, body=b"{}", headers={}, **given)


def test_there_are_enough_forms() -> None:
    assert len(set(FORMS)) >= 60


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_address_reaches_the_canary(bird: Canary, form: str) -> None:
    with pytest.raises(AddressRefused):
        send(form.format(port=bird.port), resolve=answering("127.0.0.1", port=bird.port))

    assert bird.calls == []


# What a listed name may resolve to: each refused, or the name would lead into the house.
INNER = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
    "169.254.169.254", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fd00::1", "fc00::1", "ff02::1",
    "2002:7f00:1::1", "2001:0:7f00:1::1", "64:ff9b::7f00:1", "2001:db8::1",
]  # fmt: skip


def answering(*addresses: str, port: int = 443) -> Any:
    return lambda *_asked, **_given: [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses
    ]


@pytest.mark.parametrize("address", INNER)
def test_a_listed_name_that_leads_into_the_house_is_refused(bird: Canary, settings: Settings, address: str) -> None:
    settings.ALERT_HOSTS = [f"hook.example.cn:{bird.port}"]

    with pytest.raises(AddressRefused):
        send(f"https://hook.example.cn:{bird.port}/", resolve=answering(address, port=bird.port))

    assert bird.calls == []


def test_one_inner_address_among_public_ones_makes_the_name_suspect(bird: Canary, settings: Settings) -> None:
    settings.ALERT_HOSTS = [f"hook.example.cn:{bird.port}"]

    with pytest.raises(AddressRefused):
        send(f"https://hook.example.cn:{bird.port}/", resolve=answering("8.8.8.8", "127.0.0.1"))

    assert bird.calls == []


def test_a_name_is_asked_for_once_so_that_it_cannot_point_elsewhere_afterwards(settings: Settings) -> None:
    """The first answer is the stub's, each later one the canary's: the request goes to the stub."""
    with stub() as server, canary() as bird:
        settings.ALERT_HOSTS = [f"localhost:{server.server_port}", server.label]
        asked = []

        def rebinding(host: str, port: int, **_given: Any) -> Any:
            asked.append(host)
            return answering("127.0.0.1", port=port if len(asked) == 1 else bird.port)(host, port)

        answer = send(f"http://localhost:{server.server_port}/x", resolve=rebinding)

        assert (answer.status, asked, bird.calls) == (200, ["localhost"], [])
        assert server.heard[0].headers["Host"] == f"localhost:{server.server_port}"


def test_a_redirect_to_this_machine_is_not_followed(bird: Canary, settings: Settings) -> None:
    with stub(lambda request: request.answer(302, {}, Location=f"http://127.0.0.1:{bird.port}/")) as server:
        settings.ALERT_HOSTS = [server.label]

        assert send(f"{server.url}/").status == 302

    assert bird.calls == []


def test_without_loopback_nothing_is_called_in_the_clear(settings: Settings) -> None:
    with stub() as server:
        settings.ALERT_HOSTS = [server.label]
        settings.LOOPBACK = False

        with pytest.raises(AddressRefused):
            send(f"{server.url}/")

        assert server.heard == []


def test_in_the_clear_only_this_machine_is_called(settings: Settings) -> None:
    settings.ALERT_HOSTS = ["10.0.0.7"]

    with pytest.raises(AddressRefused):
        send("http://10.0.0.7/")


def test_a_proxy_of_the_environment_is_not_used(
    bird: Canary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{bird.port}")
    with stub() as server:
        settings.ALERT_HOSTS = [server.label]

        assert send(f"{server.url}/").status == 200

    assert bird.calls == []


@pytest.mark.parametrize("behave", [servers.hang, servers.late, servers.dribble])
def test_a_slow_server_is_left_in_time(settings: Settings, behave: servers.Behave) -> None:
    with stub(behave) as server:
        settings.ALERT_HOSTS = [server.label]
        began = time.monotonic()

        with pytest.raises(UnableToReach):
            send(f"{server.url}/", seconds=0.5)

        assert time.monotonic() - began < 2


def test_a_name_that_is_never_resolved_is_left_in_time(settings: Settings) -> None:
    settings.ALERT_HOSTS = ["hook.example.cn"]
    over = threading.Event()

    with pytest.raises(UnableToReach, match="not resolved in time"):
        send("https://hook.example.cn/", resolve=lambda *_a, **_k: over.wait(10) and [], seconds=0.2)
    over.set()


def test_an_answer_that_breaks_off_is_none(settings: Settings) -> None:
    with stub(servers.cut) as server:
        settings.ALERT_HOSTS = [server.label]

        with pytest.raises(UnableToReach):
            send(f"{server.url}/")


def test_of_a_long_answer_only_the_beginning_is_read(settings: Settings) -> None:
    with stub(lambda request: request.answer(200, "x" * 1_000_000)) as server:
        settings.ALERT_HOSTS = [server.label]

        assert len(send(f"{server.url}/").body) == 16 * 1024


def test_the_reason_of_a_failure_names_no_secret(settings: Settings) -> None:
    settings.ALERT_HOSTS = ["127.0.0.1:9"]

    with pytest.raises(UnableToReach) as caught:
        send("http://127.0.0.1:9/send?key=GEHEIM")

    assert "GEHEIM" not in str(caught.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for robot.example.cn, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "robot.example.cn")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("robot.example.cn")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "robot.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def robot(certificate: Path, settings: Settings) -> Iterator[servers.Stub]:
    """A server with TLS on this machine, which two listed names lead to."""
    with stub() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        port = server.server_port
        settings.ALERT_HOSTS = [f"robot.example.cn:{port}", f"other.example.cn:{port}", server.label]
        settings.ALERT_CA_FILE = str(certificate)
        yield server


def test_the_pinned_address_is_asked_for_the_names_certificate(robot: servers.Stub) -> None:
    port = robot.server_port

    answer = send(f"https://robot.example.cn:{port}/x?y=1", resolve=answering("127.0.0.1", port=port))

    assert answer.status == 200
    assert (robot.heard[0].path, robot.heard[0].headers["Host"]) == ("/x?y=1", f"robot.example.cn:{port}")


def test_another_names_certificate_is_refused(robot: servers.Stub) -> None:
    port = robot.server_port

    with pytest.raises(UnableToReach):
        send(f"https://other.example.cn:{port}/", resolve=answering("127.0.0.1", port=port))

    assert robot.heard == []


def test_a_certificate_of_an_unknown_authority_is_refused(robot: servers.Stub, settings: Settings) -> None:
    settings.ALERT_CA_FILE = ""
    port = robot.server_port

    with pytest.raises(UnableToReach):
        send(f"https://robot.example.cn:{port}/", resolve=answering("127.0.0.1", port=port))

    assert robot.heard == []
