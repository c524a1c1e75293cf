"""Secrets are found in any quoting, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_rds_tls.cli import main
from lint_rds_tls.secrets import mask
from lint_rds_tls.text import Span


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ('"Server=a;Password=hush;Encrypt=no"', '"Server=a;Password=***;Encrypt=no"'),
        ('@"Server=a;Pwd=""hu;sh"";"', '@"Server=a;Pwd=""***"";"'),
        ('{ "Password": "hush" }', '{ "Password": "***" }'),
        ('Password = "hush",', 'Password = "***",'),
        ("builder.Password = 'hush';", "builder.Password = '***';"),
        ("connectionString=&quot;password=hu&amp;sh;a=b&quot;", "connectionString=&quot;password=***;a=b&quot;"),
        ("<add key='a'/> Password=&#39;hush&#39;", "<add key='a'/> Password=&#39;***&#39;"),
        ("AccountKey=abc==;x", "AccountKey=***;x"),
        ("access_token: hush", "access_token: ***"),
        ("sqlserver://shop:hush@db1/x", "sqlserver://shop:***@db1/x"),
        ("mssql+pyodbc://shop:hu:s@h%40@db1/x?y=a@b", "mssql+pyodbc://shop:***@db1/x?y=a@b"),
        ("sqlserver://shop:hu;sh@db1", "sqlserver://shop:***@db1"),
        ("sqlserver://db1:1433;user=a@b;password=hush", "sqlserver://db1:1433;user=a@b;password=***"),
        ("sqlserver://${USER}:${PASSWORD}@db1", "sqlserver://${USER}:***@db1"),
        ("https://example.com:8080/a@b", "https://example.com:8080/a@b"),
        ("sqlcmd -S db -U sa -P hush -C", "sqlcmd -S db -U sa -P *** -C"),
        ("sqlcmd -S db -Phush -C", "sqlcmd -S db -P*** -C"),
        ("/opt/mssql-tools18/bin/sqlcmd -P 'hu sh' -C", "/opt/mssql-tools18/bin/sqlcmd -P '***' -C"),
        ('bcp t in f -U sa -P "hu sh" -u', 'bcp t in f -U sa -P "***" -u'),
        ("SQLCMD.EXE /S db /U sa /P hush /C", "SQLCMD.EXE /S db /U sa /P *** /C"),
        ('["sqlcmd", "-U", "sa", "-P", "hush", "-C"]', '["sqlcmd", "-U", "sa", "-P", "***", "-C"]'),
        ('\\"sqlcmd\\", \\"-P\\", \\"hush\\"', '\\"sqlcmd\\", \\"-P\\", \\"***\\"'),
        ("      -U sa -P hush \\", "      -U sa -P *** \\"),
        ('sqlpackage /a:Import /tp:hush "/sp:hu sh" /at:hush', 'sqlpackage /a:Import /tp:*** "/sp:***" /at:***'),
        ("$s = ConvertTo-SecureString 'hu sh' -AsPlainText", "$s = ConvertTo-SecureString '***' -AsPlainText"),
        ("convertto-securestring -AsPlainText -String hush", "convertto-securestring -AsPlainText -String ***"),
        ("ConvertTo-SecureString $env:PW -AsPlainText -Force", "ConvertTo-SecureString $env:PW -AsPlainText -Force"),
        ("go run . --password hush -x", "go run . --password *** -x"),
        ('["--password", "hush"]', '["--password", "***"]'),
        ('docker run -e "SA_PASSWORD=hu;sh&1)" x', 'docker run -e "SA_PASSWORD=***" x'),
        ("docker run -e MSSQL_SA_PASSWORD=hu(sh)1 x", "docker run -e MSSQL_SA_PASSWORD=*** x"),
        ("  SA_PASSWORD: hu)sh&1", "  SA_PASSWORD: ***"),
        ('{"MSSQL_SA_PASSWORD": "hu;sh"}', '{"MSSQL_SA_PASSWORD": "***"}'),
        ("export SQLCMDPASSWORD='hu;sh'", "export SQLCMDPASSWORD='***'"),
        ("kubectl create secret generic x --from-literal=SA_PASSWORD=hush",
         "kubectl create secret generic x --from-literal=SA_PASSWORD=***"),
        ('--from-literal="password=hush"', '--from-literal="password=***"'),
        ("scp -P 2222 a b", "scp -P 2222 a b"),
        ("docker run -P image", "docker run -P image"),
        ("ls /P /Program Files/sqlcmd/P.sql", "ls /P /Program Files/sqlcmd/P.sql"),
        ("Invoke-Sqlcmd -Path a.sql -PassThru", "Invoke-Sqlcmd -Path a.sql -PassThru"),
        ("cmake -G x -Parallel 4 # builds sqlcmd-like tools", "cmake -G x -Parallel 4 # builds sqlcmd-like tools"),
        ("if (password == other)", "if (password == other)"),
        ("passwordBox.Text", "passwordBox.Text"),
        ("Encrypt=true;TrustServerCertificate=true", "Encrypt=true;TrustServerCertificate=true"),
    ],
)  # fmt: skip
def test_mask(line: str, masked: str) -> None:
    assert mask(line)[0] == masked


def test_known_places_are_masked_and_the_shift_is_told() -> None:
    assert mask("abcdefgh", [Span(2, 6)]) == ("ab***gh", [(6, -1)])


@pytest.mark.parametrize("options", ["-N -Phush", "-NPhush", "-bPhush", "-N --password=hush", "-K -Phush", "-F -Phush"])
def test_what_sqlcmd_complains_of_hides_a_password(
    options: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "a.sh"
    script.write_text(f"sqlcmd -S db -C {options}\n", encoding="utf-8")
    for name in ("json", "text", "sarif", "github"):
        main(["check", "--format", name, str(script)])
        assert "hush" not in capsys.readouterr().out, name
