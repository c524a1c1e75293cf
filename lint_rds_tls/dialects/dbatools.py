"""dbatools: Connect-DbaInstance, the strings it builds, and the switches that hold for every connection after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._adonet_settings import read_text
from lint_rds_tls.dialects._cmdlets import Argument, Parameters, bound, defaults, everywhere, name_of, setting, versions
from lint_rds_tls.dialects._command_settings import located
from lint_rds_tls.dialects._hosts import host_class_of, host_of
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Command, Connection, Dialect, Fragment, Record, Setting, Vocabulary
from lint_rds_tls.text import MappedText

_CONNECTS = frozenset(("connect-dbainstance", "new-dbaconnectionstring"))
_INSECURE = "set-dbatoolsinsecureconnection"
_CONFIGURES = frozenset(("set-dbatoolsconfig", "set-dbaconfig"))
_KEYS = {
    "sqlinstance": "server", "database": "database", "encryptconnection": "encrypt",
    "trustservercertificate": "trustservercertificate", "allowtrustservercertificate": "trustservercertificate",
}  # fmt: skip
_TLS = frozenset(("encryptconnection", "trustservercertificate", "allowtrustservercertificate"))
#: public/Connect-DbaInstance.ps1 of dataplat/dbatools.
_PARAMETERS = Parameters(
    switches=frozenset(
        (
            "encryptconnection", "trustservercertificate", "allowtrustservercertificate", "alwaysencrypted",
            "multipleactiveresultsets", "multisubnetfailover", "nonpooledconnection", "sqlconnectiononly",
            "azureunsupported", "dedicatedadminconnection", "disableexception", "legacy",
            "isactivedirectoryuniversalauth",
        )
    ),
    values=frozenset(
        (
            "sqlinstance", "sqlcredential", "credential", "database", "applicationintent", "batchseparator",
            "clientname", "connecttimeout", "failoverpartner", "locktimeout", "maxpoolsize", "minpoolsize",
            "minimumversion", "networkprotocol", "packetsize", "pooledconnectionlifetime", "sqlexecutionmodes",
            "statementtimeout", "workstationid", "appendconnectionstring", "azuredomain", "tenant", "accesstoken",
            "authenticationtype",
        )
    ),
    positions=("sqlinstance", "sqlcredential", "database"),
    aliases={"connectionstring": "sqlinstance", "connstring": "sqlinstance"},
)  # fmt: skip
_CONFIG = Parameters(
    switches=frozenset(
        ("initialize", "register", "passthru", "hidden", "default", "disablevalidation", "disablehandler")
    ),
    values=frozenset(("fullname", "module", "name", "value", "description", "validation", "handler", "persistedvalue")),
    positions=("fullname", "value"),
    aliases={},
)
_LIBRARY = "dbatools"
_AGAIN = (
    "-AllowTrustServerCertificate makes dbatools connect again, accepting any certificate, where one does not verify"
)
_TURNED = (
    "Set-DbatoolsInsecureConnection makes every later connection of dbatools accept any certificate and not encrypt"
)


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection of a command of dbatools, or what it does to all of them."""
    if isinstance(fragment, Record):
        yield from _defaults(fragment, path)
    if not isinstance(fragment, Command):
        return
    name = name_of(fragment)
    # dbatools has one function a file: what stands in the file of that name is the command itself.
    if path.replace("\\", "/").rpartition("/")[2].lower() in (f"{name}.ps1", f"{_INSECURE}.ps1"):
        return
    if name in _CONNECTS:
        yield from _connection(fragment, path)
    elif name == _INSECURE:
        yield _everywhere(
            fragment,
            path,
            (_implied(fragment, "encrypt", "false"), _implied(fragment, "trustservercertificate", "true")),
        )
    elif name in _CONFIGURES:
        yield from _configured(fragment, path)


def _connection(command: Command, path: str) -> Iterator[Connection]:
    arguments, complete = bound(command, _PARAMETERS)
    given = {each.parameter for each in arguments}
    added = [each for each in defaults(command, _PARAMETERS, given) if each.parameter in _TLS]
    settings = [_setting(each) for each in _without_retry(arguments) if each.parameter in _KEYS]
    settings += [replace(setting(each, _KEYS[each.parameter]), implied=_default_of(each)) for each in added]
    retries = any(each.parameter == "allowtrustservercertificate" for each in _without_retry(arguments))
    connection = Connection(
        dialect="dbatools",
        path=path,
        span=command.span,
        settings=last_wins(settings),
        library=(_LIBRARY, *versions(command.libraries, _LIBRARY)),
        complete=complete,
        trust_added=retries or any(each.parameter != "encryptconnection" and _is_true(each) for each in added),
        alternative=command.alternative,
    )
    server = next((each for each in arguments if each.parameter == "sqlinstance"), None)
    if server is not None and server.value is not None and "=" in str(server.value):
        yield _from_string(connection, server.value)
    else:
        yield located(connection, default_local=False)


def _without_retry(arguments: list[Argument]) -> list[Argument]:
    """Connecting again with trust is no matter where trust is asked for anyway."""
    trusts = any(each.parameter == "trustservercertificate" and _is_true(each) for each in arguments)
    retry = [each for each in arguments if each.parameter == "allowtrustservercertificate" and not trusts]
    rest = [each for each in arguments if each.parameter != "allowtrustservercertificate"]
    wanted = [each for each in retry if _is_true(each)]
    return [each for each in rest if not wanted or each.parameter != "trustservercertificate"] + wanted


def _setting(argument: Argument) -> Setting:
    found = setting(argument, _KEYS[argument.parameter])
    return replace(found, implied=_AGAIN) if argument.parameter == "allowtrustservercertificate" else found


def _default_of(argument: Argument) -> str:
    return f"$PSDefaultParameterValues sets {argument.name} for every command that it matches"


def _is_true(argument: Argument) -> bool:
    return argument.value is None or (not argument.value.has_hole and str(argument.value).lower() == "true")


def _from_string(connection: Connection, text: MappedText) -> Connection:
    """A connection string in the place of an instance: of the parameters only -TrustServerCertificate counts then."""
    written = read_text(text)
    server = next((each for each in written.settings if each.key == "data source" and each.effective), None)
    host = host_of(str(server)) if server is not None and server.value is not None else None
    trust = [
        replace(each, key="trust server certificate")
        for each in connection.settings
        if each.key == "trustservercertificate"
    ]
    return replace(
        connection,
        settings=last_wins((*written.settings, *trust)),
        host=host or None,
        host_class=host_class_of(host),
        complete=written.complete and connection.complete,
        complaint=written.complaint,
        swallowed=written.swallowed,
    )


# --- switches for all connections ------------------------------------------------------------------------------------


def _implied(command: Command, key: str, value: str) -> Setting:
    span = command.program.span
    meant = MappedText.decoded(value, span)
    return Setting(key=key, name=command.program.text, value=meant, span=span, tls=True, flag=True, implied=_TURNED)


def _configured(command: Command, path: str) -> Iterator[Connection]:
    """`Set-DbatoolsConfig -FullName sql.connection.trustcert -Value $true`."""
    arguments, _ = bound(command, _CONFIG)
    given = {each.parameter: each for each in arguments}
    name, value = given.get("fullname"), given.get("value")
    if name is None or name.value is None or value is None or value.value is None or "initialize" in given:
        return
    option = str(name.value).lower()
    key = {
        "sql.connection.trustcert": "trustservercertificate",
        "sql.connection.allowtrustcert": "trustservercertificate",
        "sql.connection.encrypt": "encrypt",
    }.get(option)
    wanted = "false" if key == "encrypt" else "true"
    if key is None or str(value.value).lower() != wanted:
        return
    does = "not encrypt" if key == "encrypt" else "accept any certificate"
    implied = f"{option} = {wanted} makes every later connection of dbatools {does}"
    yield _everywhere(command, path, (replace(setting(value, key), implied=implied, joint=" "),))


def _defaults(record: Record, path: str) -> Iterator[Connection]:
    """`$PSDefaultParameterValues`: what it turns off holds for commands of other files too."""
    for each in everywhere(record, _CONNECTS, _PARAMETERS):
        if each.parameter == "trustservercertificate" and _is_true(each):
            found = replace(setting(each, _KEYS[each.parameter]), implied=_default_of(each))
            yield Connection(
                dialect="dbatools",
                path=path,
                span=each.span,
                settings=(found,),
                library=(_LIBRARY,),
                complete=False,
                trust_added=True,
            )


def _everywhere(command: Command, path: str, settings: tuple[Setting, ...]) -> Connection:
    return Connection(
        dialect="dbatools",
        path=path,
        span=command.span,
        settings=settings,
        library=(_LIBRARY,),
        complete=False,
        trust_added=any(each.key == "trustservercertificate" for each in settings),
        alternative=command.alternative,
    )


DIALECT = Dialect(
    name="dbatools",
    keywords=(
        b"psdefaultparametervalues",
        b"dbainstance",
        b"dbaconnectionstring",
        b"dbatoolsinsecureconnection",
        b"sql.connection.",
    ),
    vocabulary=Vocabulary(programs=_CONNECTS | _CONFIGURES | {_INSECURE}),
    read=read,
)
