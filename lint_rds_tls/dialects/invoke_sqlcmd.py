"""Invoke-Sqlcmd and the other cmdlets of the SqlServer module, and of SQLPS before it, that connect by themselves."""

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

_KEYS = {
    "serverinstance": "server", "database": "database", "username": "user", "password": "password",
    "newpassword": "new password", "encrypt": "encrypt", "encryptconnection": "encrypt",
    "trustservercertificate": "trustservercertificate", "hostnameincertificate": "hostnameincertificate",
}  # fmt: skip
_TLS = frozenset({"encrypt", "encryptconnection", "trustservercertificate", "hostnameincertificate"})
#: Of Invoke-Sqlcmd of both generations.
_PARAMETERS = Parameters(
    switches=frozenset(
        (
            "encryptconnection", "trustservercertificate", "abortonerror", "dedicatedadministratorconnection",
            "disablevariables", "disablecommands", "includesqlusererrors", "suppressprovidercontextwarning",
            "ignoreprovidercontext", "multisubnetfailover",
        )
    ),
    values=frozenset(
        (
            "serverinstance", "database", "username", "password", "credential", "query", "querytimeout",
            "connectiontimeout", "errorlevel", "severitylevel", "maxcharlength", "maxbinarylength", "hostname",
            "newpassword", "variable", "inputfile", "outputsqlerrors", "outputas", "connectionstring", "accesstoken",
            "applicationintent", "applicationname", "failoverpartner", "workstationid", "keyvaultaccesstoken",
            "managedhsmaccesstoken", "statisticsvariable", "encrypt", "hostnameincertificate",
        )
    ),
    positions=("query",),
    aliases={"as": "outputas"},
)  # fmt: skip
#: Cmdlets of the module with -Encrypt and its kin (Microsoft Learn, SqlServer module, 22); they connect by themselves
#: only where they name a server.
_OTHERS = frozenset(
    (
        "get-sqldatabase", "get-sqlinstance", "get-sqllogin", "get-sqlagent", "get-sqlagentjob",
        "get-sqlagentjobhistory", "get-sqlagentjobschedule", "get-sqlagentjobstep", "get-sqlagentschedule",
        "get-sqlbackuphistory", "get-sqlcredential", "get-sqlerrorlog", "get-sqlcolumnencryptionkey",
        "get-sqlcolumnmasterkey", "add-sqllogin", "remove-sqllogin", "new-sqlcredential", "set-sqlcredential",
        "remove-sqlcredential", "backup-sqldatabase", "restore-sqldatabase", "read-sqltabledata", "read-sqlviewdata",
        "write-sqltabledata", "set-sqlerrorlog", "invoke-sqlassessment", "set-sqlauthenticationmode",
        "set-sqlnetworkconfiguration",
    )
)  # fmt: skip
_MODULES = ("SqlServer", "SQLPS")
_CMDLET = "invoke-sqlcmd"


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection of a cmdlet; what a table of default parameters does to all of them."""
    if isinstance(fragment, Command):
        name = name_of(fragment)
        if name == _CMDLET or name in _OTHERS:
            yield from _connection(fragment, name, path)
    elif isinstance(fragment, Record):
        yield from _everywhere(fragment, path)


def _connection(command: Command, name: str, path: str) -> Iterator[Connection]:
    arguments, complete = bound(command, _PARAMETERS)
    given = {each.parameter for each in arguments}
    added = [each for each in defaults(command, _PARAMETERS, given) if each.parameter in _TLS]
    if name != _CMDLET and not given & _TLS:
        return
    text = next((each for each in arguments if each.parameter == "connectionstring"), None)
    connection = Connection(
        dialect="invoke-sqlcmd",
        path=path,
        span=command.span,
        settings=last_wins(
            [_setting(each) for each in arguments if each.parameter in _KEYS] + [_default(each) for each in added]
        ),
        library=_libraries(command, name),
        complete=complete,
        token="accesstoken" in given,
        builder=name != _CMDLET,
        trust_added=any(each.parameter == "trustservercertificate" and _is_true(each) for each in added),
        alternative=command.alternative,
    )
    if text is not None and text.value is not None:
        yield _from_string(connection, text.value)
    else:
        yield located(connection, default_local=name == _CMDLET)


def _everywhere(record: Record, path: str) -> Iterator[Connection]:
    """`$PSDefaultParameterValues`: what it turns off holds for commands of other files too."""
    for each in everywhere(record, {_CMDLET}, _PARAMETERS):
        if each.parameter == "trustservercertificate" and _is_true(each):
            yield Connection(
                dialect="invoke-sqlcmd",
                path=path,
                span=each.span,
                settings=(_default(each),),
                complete=False,
                trust_added=True,
            )


def _setting(argument: Argument) -> Setting:
    found = setting(argument, _KEYS[argument.parameter])
    if argument.parameter == "encryptconnection" and found.value is not None:
        word = "Optional" if str(found).lower() in ("false", "0", "") else "Mandatory"
        return replace(found, value=MappedText.decoded(word, argument.span) if argument.value is None else found.value)
    return found


def _default(argument: Argument) -> Setting:
    found = setting(argument, _KEYS[argument.parameter])
    return replace(found, implied=f"$PSDefaultParameterValues sets {argument.name} for every command that it matches")


def _is_true(argument: Argument) -> bool:
    return argument.value is None or str(argument.value).lower() not in ("false", "0", "")


def _from_string(connection: Connection, text: MappedText) -> Connection:
    """What SqlClient reads in the string that it is given."""
    written = read_text(text)
    server = next((each for each in written.settings if each.key == "data source" and each.effective), None)
    host = host_of(str(server)) if server is not None and server.value is not None else None
    return replace(
        connection,
        settings=written.settings,
        host=host or None,
        host_class=host_class_of(host),
        complete=written.complete and connection.complete,
        complaint=written.complaint,
        swallowed=written.swallowed,
        builder=False,
    )


def _libraries(command: Command, name: str) -> tuple[str, ...]:
    """The module: named before the cmdlet, or loaded in the script."""
    qualified = str(command.program.text).replace("\\", "/").rpartition("/")[0].lower()
    told = [each for module in _MODULES for each in _told(command, module, qualified)]
    if not told and name in _OTHERS:
        told = ["SqlServer"]
    return tuple(dict.fromkeys(told))


def _told(command: Command, module: str, qualified: str) -> tuple[str, ...]:
    found = versions(command.libraries, module)
    if qualified in {each.lower() for each in _MODULES}:
        return (module, *found) if qualified == module.lower() else ()
    return (module, *found) if found else ()


DIALECT = Dialect(
    name="invoke-sqlcmd",
    keywords=(b"-sql",),
    languages=("powershell", "batch", "yaml", "json", "dockerfile", "groovy", "csharp"),
    vocabulary=Vocabulary(programs=_OTHERS | {_CMDLET}),
    read=read,
)
