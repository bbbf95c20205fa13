"""The table of hostile URLs and addresses: each is refused, and none is dialled."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.errors import BadUrl
from bot.net.addresses import check_url
from bot.net.client import Client
from bot.net.policy import AddressPolicy, AddressRefused
from bot.net.settings import NetSettings
from tests.net.dialled import dialled

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SETTINGS = NetSettings(robots=False, total_timeout=2)

HOSTILE_URLS = {
    # other schemes, no scheme
    "file": "file:///etc/passwd",
    "file with a host": "file://example.org/etc/passwd",
    "ftp": "ftp://example.org/a",
    "gopher": "gopher://example.org:70/_GET",
    "data": "data:text/html,<p>hi</p>",
    "javascript": "javascript:alert(1)",
    "unix socket": "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "web socket": "ws://example.org/",
    "ldap": "ldap://example.org/",
    "view-source": "view-source:http://example.org/",
    "no scheme": "example.org/a",
    "no scheme with port": "example.org:80/a",
    "relative to the scheme": "//example.org/a",
    "one slash": "http:/example.org/a",
    "no slash": "http:example.org",
    "scheme alone": "http://",
    "empty": "",
    "blank": "   ",
    # user names
    "user": "http://user@example.org/",
    "user and password": "http://user:secret@example.org/",
    "empty user": "http://@example.org/",
    "public name as user of loopback": "http://example.org@127.0.0.1/",
    "encoded at sign": "http://example.org%40127.0.0.1/",
    "two at signs": "http://a@b@127.0.0.1/",
    # loopback and its spellings
    "loopback": "http://127.0.0.1/",
    "loopback with https": "https://127.0.0.1/",
    "other loopback": "http://127.8.9.10/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.1/",
    "octal whole": "http://017700000001/",
    "hexadecimal": "http://0x7f.0.0.1/",
    "hexadecimal whole": "http://0x7f000001/",
    "upper hexadecimal": "http://0X7F000001/",
    "two parts": "http://127.1/",
    "three parts": "http://127.0.1/",
    "leading zeros": "http://127.000.000.001/",
    "too many parts": "http://127.0.0.1.5/",
    "overflow": "http://127.0.0.257/",
    "decimal overflow": "http://6425673729/",
    "mixed bases": "http://0x7f.1/",
    "final dot": "http://127.0.0.1./",
    "two final dots": "http://127.0.0.1../",
    "zero": "http://0/",
    "zero address": "http://0.0.0.0/",
    "this network": "http://0.1.2.3/",
    "full-width digits": "http://１２７.０.０.１/",
    "circled digits": "http://①②⑦.⓪.⓪.①/",
    "ideographic dots": "http://127。0。0。1/",
    "percent-encoded digits": "http://%31%32%37.0.0.1/",
    "empty hexadecimal": "http://0x/",
    "arabic digits": "http://١٢٧.0.0.1/",
    # private and special IPv4
    "ten": "http://10.0.0.1/",
    "ten's end": "http://10.255.255.255/",
    "172.16": "http://172.16.0.1/",
    "172.31": "http://172.31.255.254/",
    "192.168": "http://192.168.1.1/",
    "link-local": "http://169.254.1.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata decimal": "http://2852039166/",
    "metadata hexadecimal": "http://0xa9fea9fe/",
    "container metadata": "http://169.254.170.2/v2/credentials",
    "metadata in shared space": "http://100.100.100.200/latest/meta-data/",
    "metadata in protocol space": "http://192.0.0.192/opc/v2/instance/",
    "metadata on a public address": "http://168.63.129.16/metadata",
    "shared address space": "http://100.64.0.1/",
    "shared address space end": "http://100.127.255.254/",
    "protocol assignments": "http://192.0.0.8/",
    "protocol anycast": "http://192.0.0.9/",
    "documentation 1": "http://192.0.2.1/",
    "documentation 2": "http://198.51.100.1/",
    "documentation 3": "http://203.0.113.1/",
    "benchmarking": "http://198.18.0.1/",
    "6to4 relay": "http://192.88.99.1/",
    "multicast": "http://224.0.0.1/",
    "multicast discovery": "http://239.255.255.250:80/",
    "reserved": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    # IPv6
    "loopback 6": "http://[::1]/",
    "loopback 6 in full": "http://[0:0:0:0:0:0:0:1]/",
    "unspecified 6": "http://[::]/",
    "mapped loopback": "http://[::ffff:127.0.0.1]/",
    "mapped loopback in hex": "http://[::ffff:7f00:1]/",
    "mapped private": "http://[::ffff:10.0.0.1]/",
    "mapped metadata": "http://[::ffff:a9fe:a9fe]/",
    "mapped shared space": "http://[::ffff:100.64.0.1]/",
    "compatible loopback": "http://[::127.0.0.1]/",
    "compatible public": "http://[::8.8.8.8]/",
    "translated": "http://[::ffff:0:127.0.0.1]/",
    "NAT64 loopback": "http://[64:ff9b::127.0.0.1]/",
    "NAT64 metadata": "http://[64:ff9b::a9fe:a9fe]/",
    "NAT64 private": "http://[64:ff9b::10.0.0.1]/",
    "local NAT64": "http://[64:ff9b:1::1]/",
    "6to4 loopback": "http://[2002:7f00:1::]/",
    "6to4 private": "http://[2002:a00:1::1]/",
    "6to4 public": "http://[2002:808:808::1]/",
    "Teredo": "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "Teredo loopback": "http://[2001:0:7f00:1::80ff:fffe]/",
    "unique local": "http://[fc00::1]/",
    "unique local fd": "http://[fd12:3456:789a::1]/",
    "metadata 6": "http://[fd00:ec2::254]/latest/meta-data/",
    "link-local 6": "http://[fe80::1]/",
    "zone": "http://[fe80::1%25eth0]/",
    "bare zone": "http://[fe80::1%eth0]/",
    "loopback with zone": "http://[::1%25lo]/",
    "public with zone": "http://[2606:4700::1111%25eth0]/",
    "site-local": "http://[fec0::1]/",
    "multicast 6": "http://[ff02::1]/",
    "multicast 6 global": "http://[ff0e::1]/",
    "documentation 6": "http://[2001:db8::1]/",
    "new documentation 6": "http://[3fff::1]/",
    "discard": "http://[100::1]/",
    "segment routing": "http://[5f00::1]/",
    "ORCHID": "http://[2001:20::1]/",
    "benchmarking 6": "http://[2001:2::1]/",
    "mesh network": "http://[200:1234::1]/",
    "unallocated": "http://[4000::1]/",
    "future literal": "http://[v1.fe80::a]/",
    "unclosed bracket": "http://[::1/",
    "name in brackets": "http://[localhost]/",
    "IPv4 in brackets": "http://[127.0.0.1]/",
    "IPv6 without brackets": "http://::1/",
    # names
    "localhost": "http://localhost/",
    "LOCALHOST": "http://LOCALHOST/",
    "localhost with final dot": "http://localhost./",
    "below localhost": "http://api.localhost/",
    "localhost.localdomain": "http://localhost.localdomain/",
    "ip6-localhost": "http://ip6-localhost/",
    "cyrillic localhost": "http://l\u043ecalh\u043est/",
    "more cyrillic localhost": "http://\u04cf\u043e\u0441\u0430\u04cf\u04bb\u043e\u0455\u0442/",
    "greek localhost": "http://l\u03bfcalhost/",
    "punycode localhost": "http://xn--lcalhost-2fg/",
    "cyrillic localhost with a dot": "http://l\u043ecalhost.localdomain/",
    "homograph of localhost in public": "http://l\u043ecalhost.example.org/",
    "circled localhost": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "full-width localhost": "http://ｌｏｃａｌｈｏｓｔ/",
    "long s": "http://localho\u017ft/",
    "accented": "http://lòcalhóst/",
    "single label": "http://intranet/",
    "printer": "http://printer.local/",
    "internal": "http://metadata.google.internal/computeMetadata/v1/",
    "lan": "http://nas.lan/",
    "home.arpa": "http://router.home.arpa/",
    "corp": "http://wiki.corp/",
    "onion": "http://expyuzz4wqqyqhjn.onion/",
    "empty label": "http://a..b/",
    "leading dot": "http://.example.org/",
    "dot alone": "http://./",
    "leading hyphen": "http://-example.org/",
    "percent in name": "http://exam%70le.org/",
    "semicolon in name": "http://example.org;a/",
    "long label": f"http://{'a' * 64}.example.org/",
    "long name": f"http://{'a.' * 130}org/",
    "emoji": "http://\U0001f4a9\u200d.example.org/",
    # ports
    "ssh": "http://example.org:22/",
    "smtp": "http://example.org:25/",
    "redis": "http://example.org:6379/",
    "8080": "http://example.org:8080/",
    "port 0": "http://example.org:0/",
    "too high port": "http://example.org:65536/",
    "negative port": "http://example.org:-80/",
    "port in words": "http://example.org:http/",
    "arabic port": "http://example.org:٨٠/",
    "two ports": "http://example.org:80:22/",
    # characters
    "line feed": "http://example.org/\nHost: inside",
    "carriage return": "http://example.org/\r\nX: y",
    "tab in the host": "http://exam\tple.org/",
    "NUL": "http://example.org/\x00",
    "blank in the path": "http://example.org/a b",
    "blank before the host": "http:// example.org/",
    "backslash": "http://example.org\\@127.0.0.1/",
    "backslashes for slashes": "http:\\\\127.0.0.1\\",
    "zero-width joint": "http://exam\u200bple.org/",
    "right-to-left": "http://example.org/\u202egnp.exe",
    "soft hyphen": "http://exam\u00adple.org/",
    "no-break space": "http://example.org/\u00a0",
    "byte order mark": "http://example.org/\ufeff",
    "C1 control": "http://example.org/\x85",
    "too long": "http://example.org/" + "a" * 3_000,
}


@pytest.mark.parametrize("url", HOSTILE_URLS.values(), ids=HOSTILE_URLS)
def test_a_hostile_url_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        check_url(url, SETTINGS)
    sentence = caught.value.user_message
    assert sentence.endswith(".")
    assert 15 < len(sentence) < 200
    assert sentence.replace("“", "").replace("”", "").isprintable()


async def test_no_hostile_url_is_dialled() -> None:
    async with Client(SETTINGS) as client:
        with dialled() as attempts:
            for name, url in HOSTILE_URLS.items():
                answer = await client.get(url, now=NOW)
                assert isinstance(answer, Failed), name
                assert answer.outcome is Outcome.REFUSED_ADDRESS, name
    assert attempts == []


def test_the_table_is_as_long_as_promised() -> None:
    assert len(HOSTILE_URLS) >= 120
    assert len(set(HOSTILE_URLS.values())) == len(HOSTILE_URLS)


ADDRESSES = [
    "127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.0.9", "168.63.129.16", "198.18.0.1", "192.88.99.1", "::1", "::", "::ffff:127.0.0.1",
    "::ffff:192.168.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fc00::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1", "2001:db8::1", "no address", "127.1", "",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_name_that_leads_inside_is_refused_and_not_dialled(address: str) -> None:
    async def lookup(_: str) -> list[str]:
        return [address]

    async with Client(SETTINGS, lookup=lookup) as client:
        with dialled() as attempts:
            answer = await client.get("http://newsroom.example/a", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ADDRESS
    assert attempts == []


@pytest.mark.parametrize("inside", ["10.0.0.1", "::1", "fe80::1%eth0", "64:ff9b::7f00:1"])
@pytest.mark.parametrize("first", [True, False])
async def test_one_inner_answer_among_public_ones_refuses_the_name(inside: str, first: bool) -> None:
    public = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]

    async def lookup(_: str) -> list[str]:
        return [inside, *public] if first else [*public, inside]

    async with Client(SETTINGS, lookup=lookup) as client:
        with dialled() as attempts:
            answer = await client.get("https://newsroom.example/a", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ADDRESS
    assert attempts == []


async def test_static_names_are_vetted_too() -> None:
    settings = NetSettings(robots=False, hosts={"newsroom.example": "192.168.0.1"})
    async with Client(settings) as client:
        with dialled() as attempts:
            answer = await client.get("http://newsroom.example/", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ADDRESS
    assert attempts == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1%lo"])
def test_the_socket_itself_is_refused(address: str) -> None:
    """The last line: whatever the checks before it let through."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(AddressRefused):
        AddressPolicy((), frozenset({80})).socket((family, socket.SOCK_STREAM, 0, "", (address, 80)))


def test_the_socket_of_another_port_is_refused() -> None:
    policy = AddressPolicy((), frozenset({80}))
    with pytest.raises(AddressRefused, match="22"):
        policy.socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 22)))
    policy.socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))).close()


CANONICAL = {
    "http://Example.ORG": "http://example.org/",
    "HTTPS://example.org:443/a": "https://example.org/a",
    "http://example.org:80/a#part": "http://example.org/a",
    "http://example.org:/a": "http://example.org/a",
    "http://example.org./a": "http://example.org/a",
    "https://example.org/a/../b/./c": "https://example.org/b/c",
    "https://example.org/../../a": "https://example.org/a",
    "https://example.org/a/..": "https://example.org/",
    "https://example.org/a/b/..": "https://example.org/a/",
    "https://example.org/a?": "https://example.org/a",
    "https://example.org/a?utm_source=x&id=7&fbclid=9": "https://example.org/a?id=7",
    "https://example.org/a?UTM_Medium=x": "https://example.org/a",
    "https://example.org/a?gclid": "https://example.org/a",
    "https://example.org/a?b=1&a=2": "https://example.org/a?b=1&a=2",
    "https://example.org/caf\u00e9?q=\u00fc": "https://example.org/caf%C3%A9?q=%C3%BC",
    "https://example.org/%7eme/%e4": "https://example.org/%7Eme/%E4",
    "https://example.org/100%": "https://example.org/100%25",
    "https://b\u00fccher.example/": "https://xn--bcher-kva.example/",
    "https://XN--BCHER-KVA.example/": "https://xn--bcher-kva.example/",
    "https://stra\u00dfe.example/": "https://xn--strae-oqa.example/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://[2606:4700:0::1111]/": "http://[2606:4700::1111]/",
    " https://example.org/a \n": "https://example.org/a",
    "https://my_blog.example.org/": "https://my_blog.example.org/",
    "https://example.org/a;b=1/c,d": "https://example.org/a;b=1/c,d",
    "https://\u043f\u0440\u0438\u043c\u0435\u0440.example/": "https://xn--e1afmkfd.example/",
}


@pytest.mark.parametrize(("given", "canonical"), CANONICAL.items())
def test_a_good_url_gets_its_canonical_form_and_keeps_it(given: str, canonical: str) -> None:
    assert check_url(given, SETTINGS) == canonical
    assert check_url(canonical, SETTINGS) == canonical


def test_configuration_opens_networks_and_ports() -> None:
    settings = NetSettings(allowed_networks=("192.168.7.0/24", "fd00::/8"), allowed_ports=frozenset({8080}))
    assert check_url("http://192.168.7.9:8080/a", settings) == "http://192.168.7.9:8080/a"
    assert check_url("http://[fd00::1]:8080/", settings) == "http://[fd00::1]:8080/"
    assert check_url("http://[::ffff:192.168.7.9]:8080/", settings)
    for url in ("http://192.168.8.9:8080/a", "http://192.168.7.9/a"):
        with pytest.raises(BadUrl):
            check_url(url, settings)


@pytest.mark.parametrize(
    "changes",
    [
        {"total_timeout": 0},
        {"max_redirects": -1},
        {"allowed_networks": ("10.0.0.0/33",)},
        {"allowed_ports": frozenset({0})},
        {"user_agent": ""},
        {"contact": "a\r\nX-Evil: b"},
    ],
)
def test_settings_that_make_no_sense_name_their_field(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes)) if "contact" not in changes else "user_agent"):
        NetSettings(**changes)  # type: ignore[arg-type]
