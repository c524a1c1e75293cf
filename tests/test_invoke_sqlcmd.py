"""Invoke-Sqlcmd and dbatools: parameters as PowerShell binds them, postures by version, switches for a session."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import dbatools, invoke_sqlcmd
from lint_rds_tls.judge import assess
from lint_rds_tls.model import Client, Connection, Encryption, Verification
from tests.commands import command


def read(line: str, *libraries: str) -> Connection:
    fragment = command(line, "powershell", libraries=libraries)
    (found,) = [*invoke_sqlcmd.read(fragment, "a.ps1"), *dbatools.read(fragment, "a.ps1")]
    return found


def settings(connection: Connection) -> dict[str, str]:
    return {each.key: "?" if each.value is None else str(each) for each in connection.settings if each.effective}


def postures(connection: Connection, driver: str) -> dict[str, tuple[Encryption, Verification] | str]:
    case = assess(connection, lambda _: [Client(driver=driver)])
    return {
        str(each.client.versions): (each.as_is.encryption.value, each.as_is.verification.value)  # type: ignore[misc]
        if each.as_is
        else each.refused.message  # type: ignore[union-attr]
        for each in case.assessments
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("-ServerInstance a -TrustServerCertificate", {"server": "a", "trustservercertificate": "true"}),
        ("-serverinstance a -trust", {"server": "a", "trustservercertificate": "true"}),
        ("-Server a -Encrypt Optional", {"server": "a", "encrypt": "Optional"}),
        ("-ServerInstance:a -TrustServerCertificate:False", {"server": "a", "trustservercertificate": "False"}),
        ("-EncryptC -ServerInstance a", {"server": "a", "encrypt": "Mandatory"}),
        ("'SELECT -TrustServerCertificate' -ServerInstance a", {"server": "a"}),
        ("-Query '-TrustServerCertificate' -ServerInstance a", {"server": "a"}),
        ("-ServerInstance $x -Encrypt $y", {"server": "?", "encrypt": "?"}),
    ],
)
def test_parameters_are_bound_as_powershell_binds_them(arguments: str, expected: dict[str, str]) -> None:
    assert settings(read(f"Invoke-Sqlcmd {arguments}")) == expected


def test_invoke_sqlcmd_encrypts_and_verifies_by_default_from_22_on() -> None:
    assert postures(read("Invoke-Sqlcmd -ServerInstance a"), "sqlserver-module") == {
        "<22": (Encryption.LOGIN_ONLY, Verification.NONE),
        ">=22": (Encryption.REQUIRED, Verification.CHAIN),
    }
    assert postures(read("Invoke-Sqlcmd -ServerInstance a", "SqlServer>=22.1"), "sqlserver-module") == {
        ">=22.1": (Encryption.REQUIRED, Verification.CHAIN)
    }


def test_older_modules_have_no_parameter_to_trust() -> None:
    found = postures(read("Invoke-Sqlcmd -ServerInstance a -TrustServerCertificate"), "sqlserver-module")
    assert found["<22"] == "A parameter cannot be found that matches parameter name 'TrustServerCertificate'."
    assert found[">=22"] == (Encryption.REQUIRED, Verification.NONE)


def test_a_connection_string_is_read_by_sqlclient() -> None:
    connection = read("Invoke-Sqlcmd -ConnectionString 'Server=a;Encrypt=Optional;TrustServerCertificate=true'")
    assert settings(connection) == {"data source": "a", "encrypt": "Optional", "trust server certificate": "true"}
    assert postures(connection, "sqlserver-module")[">=22"] == (Encryption.LOGIN_ONLY, Verification.NONE)


def test_other_cmdlets_count_only_where_they_say_something() -> None:
    fragment = command("Get-SqlDatabase -ServerInstance a", "powershell")
    assert list(invoke_sqlcmd.read(fragment, "a.ps1")) == []
    assert (
        settings(read("Get-SqlDatabase -ServerInstance a -TrustServerCertificate"))["trustservercertificate"] == "true"
    )


def test_dbatools_verifies_by_default_from_2_on() -> None:
    assert postures(read("Connect-DbaInstance a"), "dbatools") == {
        "<2": (Encryption.UNKNOWN, Verification.UNKNOWN),
        ">=2": (Encryption.REQUIRED, Verification.CHAIN),
    }


def test_connecting_again_with_trust_is_added_by_code() -> None:
    connection = read("Connect-DbaInstance a -AllowTrustServerCertificate -TrustServerCertificate:False")
    assert connection.trust_added
    assert settings(connection)["trustservercertificate"] == "true"


@pytest.mark.parametrize(
    ("line", "trusts", "encrypts"),
    [
        ("Set-DbatoolsInsecureConnection -SessionOnly", True, "false"),
        ("Set-DbatoolsConfig -FullName sql.connection.trustcert -Value True", True, None),
        ("Set-DbatoolsConfig sql.connection.encrypt False", False, "False"),
    ],
)
def test_switches_for_a_session_are_seen(line: str, trusts: bool, encrypts: str | None) -> None:
    connection = read(line)
    assert connection.trust_added is trusts
    assert settings(connection).get("encrypt") == encrypts


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Set-DbatoolsConfig -FullName sql.connection.trustcert -Value False", "a.ps1"),
        ("Set-DbatoolsConfig -FullName sql.connection.trustcert -Value True -Initialize", "a.ps1"),
        (
            "Set-DbatoolsConfig -FullName sql.connection.trustcert -Value True",
            "public/Set-DbatoolsInsecureConnection.ps1",
        ),
        ("Set-DbatoolsConfig -FullName commands.x -Value True", "a.ps1"),
    ],
)
def test_what_turns_nothing_off_is_no_switch(line: str, path: str) -> None:
    assert list(dbatools.read(command(line, "powershell"), path)) == []
