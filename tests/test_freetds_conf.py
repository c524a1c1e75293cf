"""freetds.conf: what FreeTDS makes of a section, and of what holds for all."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import freetds_conf
from lint_rds_tls.drivers.freetds_conf import assess
from lint_rds_tls.frontends import ini
from lint_rds_tls.model import Client, Connection, Source, Vocabulary
from lint_rds_tls.text import MappedText
from lint_rds_tls.versions import VersionRange


def connections(text: str) -> list[Connection]:
    source = Source(path="etc/freetds.conf", text=MappedText.copied(text))
    fragments = ini.FRONTEND.read(source, Vocabulary())
    return [each for fragment in fragments for each in freetds_conf.read(fragment, source.path)]


def posture(lines: str, version: str = "1.5") -> str:
    """As is and forced, of the section `[shop]`."""
    connection = connections(f"[shop]\nhost = h\n{lines}")[-1]
    (found,) = assess(connection, Client(driver="freetds-conf", versions=VersionRange.of(version)))
    if found.as_is is None or found.forced is None:
        return "refused"
    said = (found.as_is.encryption, found.as_is.verification, found.as_is.hostname, found.forced.encryption)
    return " ".join(each.value.value for each in said)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("port = 1433", "login-only none not-checked required"),
        ("encryption = request", "login-only none not-checked required"),
        ("encryption = OFF", "never none not-checked required"),
        ("encryption = require", "required none not-checked required"),
        ("encryption = require\nca file = /a.pem", "required chain checked required"),
        ("encryption = request\nca file = system", "login-only chain checked required"),
        ("encryption = require\nca file =", "required none not-checked required"),
        (
            "encryption = require\nca file = /a.pem\ncheck certificate hostname = no",
            "required chain not-checked required",
        ),
        ("encryption = strict", "strict chain checked strict"),
        ("encryption = required", "refused"),
        ("tds version = 7.0", "never none not-checked never"),
        ("encryption = off\nencryption = require", "required none not-checked required"),
    ],
)
def test_postures(lines: str, found: str) -> None:
    assert posture(lines) == found


def test_strict_came_with_1_5() -> None:
    assert posture("encryption = strict", "1.4") == "refused"


def test_what_is_said_for_all_holds_unless_a_section_says_otherwise() -> None:
    for_all, other, shop = connections(
        "[global]\nencryption = require\n[other]\nhost = h\n[shop]\nhost = h\nencryption = off\n"
    )
    assert not for_all.complete
    assert [str(each.effective("encryption")) for each in (other, shop)] == ["require", "off"]


@pytest.mark.parametrize(
    "lines", ["tds version = 5.0\nport = 5000", "tds version = 4.2\nencryption = off", "port = 5000"]
)
def test_sybase_is_silent(lines: str) -> None:
    assert connections(f"[sybase]\nhost = h\n{lines}") == []
