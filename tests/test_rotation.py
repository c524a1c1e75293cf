"""Who needs the new authority: the verdict for each client of the seed's list, as is and once the server forces TLS."""

from __future__ import annotations

import pytest

from lint_rds_tls.data import load
from lint_rds_tls.model import Rotation, RotationVerdict, StoreSeen
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.views._words import posture_words
from tests.rotations import HOST, rotation

OLD, NEW, JDBC = "system-data-sqlclient@4.8.6", "microsoft-data-sqlclient@5.1.9", "mssql-jdbc@12.6"
TOOLS17, TOOLS18, GO = "sqlcmd-odbc17", "sqlcmd-odbc18", "go-sqlcmd@1.8.0"
NOTHING, LOGIN, FULL, CHECKED = (
    "no TLS",
    "only the login encrypted, not verified",
    "encrypted, not verified",
    "encrypted, verified",
)
ROOT = "`Amazon RDS eu-west-1 Root CA RSA2048 G1`"


def adonet(rest: str = "") -> str:
    return f"Server={HOST};Database=a{rest}"


def jdbc(rest: str = "") -> str:
    return f"jdbc:sqlserver://{HOST};databaseName=a{rest}"


def jtds(rest: str = "") -> str:
    return f"jdbc:jtds:sqlserver://{HOST}/a{rest}"


def sqlcmd(rest: str = "") -> str:
    return f"sqlcmd -S {HOST} -Q 'select 1' {rest}"


def pymssql(rest: str = "") -> str:
    return f'import pymssql\npymssql.connect(server="{HOST}"{rest})\n'


CASES = [
    # ADO.NET, old and new
    (OLD, "", adonet(), "does-not-verify", LOGIN, FULL),
    (OLD, "", adonet(";Encrypt=true"), "needs-ca", CHECKED, CHECKED),
    (OLD, "", adonet(";Encrypt=true;TrustServerCertificate=true"), "does-not-verify", FULL, FULL),
    ("microsoft-data-sqlclient@1.1", "", adonet(), "does-not-verify", LOGIN, FULL),
    ("microsoft-data-sqlclient@3.1", "", adonet(), "needs-ca-once-forced", LOGIN, CHECKED),
    (NEW, "", adonet(), "needs-ca", CHECKED, CHECKED),
    (NEW, "", adonet(";Encrypt=false"), "needs-ca-once-forced", LOGIN, CHECKED),
    (NEW, "", adonet(";Encrypt=Strict;TrustServerCertificate=true"), "needs-ca", *["encrypted (strict), verified"] * 2),
    (NEW, "", adonet(";TrustServerCertificate=true"), "does-not-verify", FULL, FULL),
    (OLD, "", adonet(";Encrypt=Strict"), "cannot-connect", *["does not connect"] * 2),
    (
        "microsoft-data-sqlclient@6.1.7",
        "",
        adonet(";ServerCertificate=/etc/leaf.cer"),
        "pinned",
        *["encrypted, one certificate pinned"] * 2,
    ),
    # SSMS is SqlClient too; what its dialogs write: Encryption "Optional", "Mandatory", "Strict"
    ("microsoft-data-sqlclient@5.1.5", "", adonet(";Encrypt=Mandatory"), "needs-ca", CHECKED, CHECKED),
    ("microsoft-data-sqlclient@5.1.5", "", adonet(";Encrypt=Optional"), "needs-ca-once-forced", LOGIN, CHECKED),
    # sqlcmd, by generation
    (TOOLS17, "shell", sqlcmd(), "does-not-verify", LOGIN, FULL),
    (TOOLS17, "shell", sqlcmd("-N"), "needs-ca", CHECKED, CHECKED),
    (TOOLS17, "shell", sqlcmd("-N -C"), "does-not-verify", FULL, FULL),
    (TOOLS18, "shell", sqlcmd(), "needs-ca", CHECKED, CHECKED),
    (TOOLS18, "shell", sqlcmd("-No"), "needs-ca-once-forced", LOGIN, CHECKED),
    (TOOLS18, "shell", sqlcmd("-C"), "does-not-verify", FULL, FULL),
    (GO, "shell", sqlcmd(), "does-not-verify", LOGIN, FULL),
    (GO, "shell", sqlcmd("-N"), "needs-ca", CHECKED, CHECKED),
    (GO, "shell", sqlcmd("-N disable"), "needs-ca-once-forced", NOTHING, CHECKED),
    # Java, old and new
    ("mssql-jdbc@9.4", "", jdbc(), "does-not-verify", LOGIN, FULL),
    ("mssql-jdbc@9.4", "", jdbc(";encrypt=true"), "needs-ca", CHECKED, CHECKED),
    (JDBC, "", jdbc(), "needs-ca", CHECKED, CHECKED),
    (JDBC, "", jdbc(";encrypt=false"), "needs-ca-once-forced", LOGIN, CHECKED),
    (JDBC, "", jdbc(";trustServerCertificate=true"), "does-not-verify", FULL, FULL),
    (JDBC, "", jdbc(";encrypt=maybe"), "cannot-connect", *["does not connect"] * 2),
    ("jtds", "", jtds(), "not-affected", NOTHING, NOTHING),
    ("jtds", "", jtds(";ssl=request"), "does-not-verify", LOGIN, FULL),
    ("jtds", "", jtds(";ssl=require"), "does-not-verify", FULL, FULL),
    ("jtds", "", jtds(";ssl=authenticate"), "needs-ca", *["encrypted, verified (but not its name)"] * 2),
    # Python
    ("pymssql", "python", pymssql(), "does-not-verify", LOGIN, FULL),
    ("pymssql", "python", pymssql(', encryption="require"'), "does-not-verify", FULL, FULL),
    ("pymssql", "python", pymssql(', encryption="off"'), "does-not-verify", NOTHING, FULL),
]


@pytest.mark.parametrize(
    ("client", "language", "text", "verdict", "as_is", "forced"),
    CASES,
    ids=[f"{case[0]} {case[2].strip()[-40:]}" for case in CASES],
)
def test_each_client_has_its_verdict(
    client: str, language: str, text: str, verdict: str, as_is: str, forced: str
) -> None:
    found = rotation(text, client, language=language)
    (one,) = found.clients
    assert (found.verdict.value, one.verdict) == (verdict, found.verdict)
    assert (posture_words(one.as_is), posture_words(one.forced)) == (as_is, forced)


def to_do(*arguments: str, language: str = "", store: StoreSeen | None = None) -> str:
    return rotation(*arguments, language=language, store=store).to_do


def test_who_verifies_is_told_where_its_root_must_be() -> None:
    assert to_do(adonet(), NEW) == (
        f"Before the rotation, put {ROOT} into the Trusted Root store of the computer (Windows), the certificates of "
        "OpenSSL (Linux; not verified by us) or the keychain (macOS)."
    )
    assert to_do(sqlcmd(), TOOLS18, language="shell") == (
        f"Before the rotation, put {ROOT} into the Trusted Root store of the computer (Windows) or the certificates of "
        "OpenSSL (Linux)."
    )
    assert to_do(jdbc(), JDBC) == (
        f"Before the rotation, put {ROOT} into the trust store of its JVM (cacerts, unless told otherwise)."
    )


def test_who_verifies_once_forced_is_told_when_it_matters() -> None:
    assert to_do(jdbc(";encrypt=false"), JDBC) == (
        f"Nothing breaks before rds.force_ssl is 1. Before that, put {ROOT} into the trust store of its JVM (cacerts, "
        "unless told otherwise)."
    )


def test_who_verifies_nothing_is_told_how_to_verify() -> None:
    assert to_do(pymssql(), "pymssql", language="python") == (
        "The rotation does not break it, since it accepts any certificate. To mend it, put "
        f"{ROOT} into the file that `ca file` in freetds.conf names; then name a `ca file` in freetds.conf, which "
        "pymssql reads."
    )


def test_who_pins_is_told_that_no_store_helps() -> None:
    assert to_do(adonet(";ServerCertificate=/etc/leaf.cer"), "microsoft-data-sqlclient@6.1.7") == (
        "RDS replaces the server's certificate by itself, at the rotation and before it runs out: from then on nothing "
        f"connects. Take ServerCertificate out and put {ROOT} into the Trusted Root store of the computer (Windows), "
        "the certificates of OpenSSL (Linux; not verified by us) or the keychain (macOS)."
    )


def test_who_is_refused_is_told_to_mend_the_text() -> None:
    found = rotation(jdbc(";encrypt=maybe"), JDBC)
    assert found.to_do == (
        "Microsoft JDBC Driver for SQL Server does not open this connection at all: mend what is written first."
    )
    assert found.reasons[0].startswith("Microsoft JDBC Driver for SQL Server refuses what is written: ")


def test_who_does_without_tls_is_told_what_forcing_does() -> None:
    assert to_do(jtds(), "jtds") == (
        "The rotation changes nothing. Once the server forces TLS (rds.force_ssl=1) it is turned away: before that, "
        f"put {ROOT} into the trust store of its JVM (cacerts, unless told otherwise); then write ssl=authenticate "
        "(jTDS then verifies the chain, never the name), or move to mssql-jdbc."
    )


def test_reasons_are_the_drivers_own() -> None:
    assert rotation(adonet(";Encrypt=false"), NEW).reasons == (
        "Encrypt=false is written",
        "Microsoft.Data.SqlClient 5.1: the login is not verified without Encrypt=true",
        "once the server forces TLS: TrustServerCertificate is not written; the default is false",
    )


# --- stores ----------------------------------------------------------------------------------------------------------

STORED = jdbc(";trustStore=certs/rds.jks")


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        (
            StoreSeen(name="certs/rds.jks"),
            "What `certs/rds.jks` holds is not known here: it is not in this tree. Before the rotation, make sure that "
            f"`certs/rds.jks` holds {ROOT}.",
        ),
        (
            StoreSeen(name="certs/rds.jks", path="app/certs/rds.jks"),
            f"Before the rotation, make sure that `app/certs/rds.jks` holds {ROOT}.",
        ),
        (
            StoreSeen(
                name="certs/rds.jks",
                path="app/certs/rds.jks",
                readiness="lacks-root",
                message="It holds us-east-1 only",
            ),
            "`app/certs/rds.jks` is not ready. It holds us-east-1 only. Before the rotation, put "
            f"{ROOT} into `app/certs/rds.jks`.",
        ),
        (
            StoreSeen(name="certs/rds.jks", path="app/certs/rds.jks", readiness="ready", message="It holds 3 roots"),
            "`app/certs/rds.jks` is ready. It holds 3 roots. Nothing to do.",
        ),
    ],
    ids=["elsewhere", "not judged", "not ready", "ready"],
)
def test_a_store_that_is_named_is_the_one_to_look_at(store: StoreSeen, expected: str) -> None:
    assert to_do(STORED, JDBC, store=store) == expected


def test_a_store_that_the_client_does_not_read_does_not_count() -> None:
    ready = StoreSeen(name="a.pem", path="a.pem", readiness="ready")
    assert "Trusted Root store" in to_do(adonet(), NEW, store=ready)


# --- hosts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        (
            "localhost",
            "`localhost` is this machine, whose certificate RDS does not issue. If it is the end of a tunnel to RDS, "
            "judge the connection as one to RDS; the name in the certificate will then not match.",
        ),
        (
            "shop.proxy-abc123def456.eu-west-1.rds.amazonaws.com",
            "`shop.proxy-abc123def456.eu-west-1.rds.amazonaws.com` is an RDS Proxy: its certificate comes from AWS "
            "Certificate Manager, not from an authority of RDS, and most trust stores of operating systems hold the "
            "roots for it.",
        ),
        ("shop.database.windows.net", "`shop.database.windows.net` is a server of Azure, not of RDS."),
    ],
)
def test_some_hosts_need_no_root_of_rds(host: str, reason: str) -> None:
    found = rotation(f"Server={host};Encrypt=true", NEW)
    assert (found.verdict, found.reasons, found.to_do) == (RotationVerdict.NOT_AFFECTED, (reason,), "Nothing to do.")


def test_localdb_never_leaves_the_machine() -> None:
    found = rotation(r"Server=(localdb)\MSSQLLocalDB;Encrypt=true", NEW)
    assert (found.verdict, found.reasons) == (RotationVerdict.NOT_AFFECTED, ("LocalDB never leaves the machine.",))


@pytest.mark.parametrize(
    ("host", "root"),
    [
        ("db1.abc123def456.us-east-2.rds.amazonaws.com", "`Amazon RDS us-east-2 Root CA RSA2048 G1`"),
        # no certificate of these was seen, so that its common name is not claimed
        ("db1.abc123def456.us-gov-west-1.rds.amazonaws.com", "the root rds-ca-rsa2048-g1 of us-gov-west-1"),
        ("db1.abc123def456.rds.cn-north-1.amazonaws.com.cn", "the root rds-ca-rsa2048-g1 of cn-north-1"),
        ("db1.abc123def456.us-iso-east-1.rds.c2s.ic.gov", "the root rds-ca-rsa2048-g1 of us-iso-east-1"),
        ("10.0.0.7", "the RDS root of its region"),
    ],
)
def test_the_root_is_that_of_the_hosts_region(host: str, root: str) -> None:
    assert f"put {root} into" in to_do(f"Server={host};Encrypt=true", NEW)


def test_an_unknown_host_does_not_make_it_unknown() -> None:
    assert rotation('sqlcmd -S "$HOST"', TOOLS18, language="shell").verdict is RotationVerdict.NEEDS_CA


def test_a_name_of_ones_own_is_not_in_the_certificate() -> None:
    assert to_do("Server=10.0.0.7;Encrypt=true", NEW).endswith(
        " If `10.0.0.7` is a name of your own for an RDS instance, name that endpoint with HostNameInCertificate (5.0 "
        "and later): the certificate holds no other."
    )
    assert to_do("Server=db.corp;Encrypt=true", OLD).endswith(
        " If `db.corp` is a name of your own for an RDS instance, connect to that endpoint: the certificate holds no "
        "other."
    )
    named = "Server=db.corp;Encrypt=true;HostNameInCertificate=db1.abc123def456.eu-west-1.rds.amazonaws.com"
    assert "name of your own" not in to_do(named, NEW)
    assert "name of your own" not in to_do("jdbc:jtds:sqlserver://db.corp/a;ssl=authenticate", "jtds")


# --- several clients -------------------------------------------------------------------------------------------------


def said(found: Rotation) -> tuple[str, tuple[str, ...]]:
    return found.verdict.value, found.reasons


def test_clients_that_differ_are_named() -> None:
    found = rotation(adonet())
    assert said(found) == (
        "cannot-tell",
        (
            "It depends on which client this is.",
            "Microsoft.Data.SqlClient 4.0 and later: verifies now and needs the root.",
            "Microsoft.Data.SqlClient 2.0 to before 4.0: verifies, and needs the root, once the server forces TLS.",
            "Microsoft.Data.SqlClient before 2.0 and System.Data.SqlClient: accepts any certificate.",
        ),
    )
    assert found.to_do == (
        "Tell which client this is: name its package in the project, or look at the sessions of the server "
        "(lint-rds-tls sessions-query). Until then take it for Microsoft.Data.SqlClient 4.0 and later. "
        f"Before the rotation, put {ROOT} into the Trusted Root store of the computer (Windows), the certificates of "
        "OpenSSL (Linux; not verified by us) or the keychain (macOS)."
    )


def test_versions_that_differ_are_named() -> None:
    assert said(rotation(jdbc(";encrypt=false"), "mssql-jdbc")) == (
        "cannot-tell",
        (
            "It depends on the version of Microsoft JDBC Driver for SQL Server.",
            "Microsoft JDBC Driver for SQL Server 10.2.0 and later: verifies, and needs the root, once the server "
            "forces TLS.",
            "Microsoft JDBC Driver for SQL Server before 10.2.0: accepts any certificate.",
        ),
    )


def test_clients_that_agree_make_it_certain() -> None:
    assert rotation(adonet(";Encrypt=true")).verdict is RotationVerdict.NEEDS_CA
    assert rotation(adonet(";TrustServerCertificate=true;Encrypt=true")).verdict is RotationVerdict.DOES_NOT_VERIFY


def test_needing_it_sooner_and_needing_it_later_is_needing_it() -> None:
    found = rotation(adonet(), "microsoft-data-sqlclient@3.1", NEW)
    assert found.verdict is RotationVerdict.NEEDS_CA
    assert [each.verdict.value for each in found.clients] == ["needs-ca-once-forced", "needs-ca"]


def test_who_refuses_has_no_say() -> None:
    assert said(rotation(adonet(";Encrypt=Strict"), OLD, "microsoft-data-sqlclient@6.1.1")) == (
        "needs-ca",
        (
            "Encrypt=Strict is written",
            "Encrypt=Strict always verifies",
            "System.Data.SqlClient 4.8.6: refuses what is written.",
        ),
    )


def test_a_value_that_is_not_known_says_so() -> None:
    found = rotation('sqlcmd -S db1 -N"$MODE"', TOOLS18, language="shell")
    assert found.verdict is RotationVerdict.CANNOT_TELL
    assert found.to_do.startswith("If it verifies: before the rotation, put the RDS root of its region into ")


# --- data ------------------------------------------------------------------------------------------------------------


def test_every_driver_says_where_its_anchors_are_and_how_it_verifies() -> None:
    kinds = load("trust_stores")["kinds"]
    for driver in all_drivers().values():
        assert driver.anchors in kinds, driver.name
        assert driver.verifying, driver.name
    assert {driver.anchors for driver in all_drivers().values()} == set(kinds)


def test_every_place_that_counts_as_verified_has_a_source() -> None:
    for name, row in load("trust_stores")["kinds"].items():
        assert row["source"] or not any(place["verified"] for place in row["places"]), name
