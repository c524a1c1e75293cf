"""Resources: what infrastructure code and scripts set up around the connections: servers, authorities, trust stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from lint_rds_tls.model.connections import Setting
from lint_rds_tls.text import MappedText, Span

__all__ = [
    "Authority",
    "Bundle",
    "BundleName",
    "Certificate",
    "Instance",
    "Parameter",
    "ParameterGroup",
    "Resource",
    "StoreImport",
    "StoreImportFault",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter that a group sets."""

    name: str  #: in lower case: `rds.force_ssl`
    value: MappedText | None  #: None where not known
    span: Span  #: of all that is written of it
    method: MappedText | None = None  #: when it is applied, as written: `pending-reboot`; None where nothing is
    #: whether it is applied at once, as written or because the tool does so unless told otherwise; None: not known,
    #: or the tool finds out by itself
    immediate: bool | None = None
    deferred: str = "pending-reboot"  #: what to write in the place of `method` so that it waits for a reboot


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterGroup:
    """A DB parameter group, or the change of some of its parameters."""

    tool: str
    path: str
    span: Span  #: of its heading or name: where something that is absent is shown
    name: str = ""  #: as the file calls it; "" where not known
    family: Setting | None = None  #: `sqlserver-se-15.0`, or the engine where only that is told; None: not told here
    parameters: tuple[Parameter, ...] = ()
    complete: bool = True  #: false where more may be set elsewhere: what is absent is then unknown
    alternative: bool = False  #: one of several that the code chooses among


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A DB instance: its engine, and which parameter group it is given."""

    tool: str
    path: str
    span: Span  #: of its heading or name
    name: str = ""  #: as the file calls it
    engine: Setting | None = None  #: `sqlserver-se`; None where not told here (replicas, snapshots)
    group: Setting | None = None  #: the parameter group as written, its value None where that is made in the code
    complete: bool = True  #: false where more may be set elsewhere
    alternative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A certificate authority of RDS that is named for an instance, or for all new ones of an account."""

    tool: str
    path: str
    identifier: Setting  #: `rds-ca-rsa2048-g1`; value None where not known
    span: Span
    region: str | None = None  #: where the file tells it
    engine: Setting | None = None  #: of the instance, where told: the same authorities serve every engine
    alternative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleName:
    """A CA bundle that is named or fetched: only its name or address is seen."""

    tool: str
    path: str
    text: MappedText  #: the file name or address, nothing around it
    span: Span
    region: str | None = None  #: where the name tells it


class StoreImportFault(Enum):
    """What keeps an import into a trust store from doing what it says; E1 to E4 of the measurements."""

    FIRST_CERTIFICATE_ONLY = "first-certificate-only"  #: keytool takes one certificate of a bundle
    FORMAT_REFUSED = "format-refused"  #: keytool cannot read a PKCS #7 bundle as a trusted certificate
    NAME_IGNORED = "name-ignored"  #: update-ca-certificates takes files named `*.crt` alone
    NOT_HASHED = "not-hashed"  #: a file of several certificates gets no hash link, so OpenSSL's directory lacks them


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreImport:
    """A command that puts certificates into a trust store."""

    tool: str
    path: str
    span: Span  #: of the words that decide
    source: str  #: the file or address it takes them from, as far as known
    name: str = ""  #: the file name that it gets there, where it gets one
    store: str = ""  #: the trust store, as written; "" for the default one of the program
    fault: StoreImportFault | None = None  #: None where it does what it says
    alternative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a trust store or bundle."""

    sha256: str  #: of its DER form, in lower-case hex
    subject: str | None  #: common name; None where it was not read
    issuer: str | None
    not_before: datetime | None  #: UTC
    not_after: datetime | None
    alias: str = ""  #: the name it has in the store
    span: Span | None = None  #: of its first line, in a text
    identifier: str | None = None  #: `rds-ca-rsa2048-g1`: the authority of RDS that it belongs to; None: not of RDS
    role: str = ""  #: of RDS: `root`, `intermediate`, `proxy`
    region: str | None = None  #: of RDS; None where it serves all
    known: bool = False  #: in our table; otherwise told by its names


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The content of a file of certificates: a CA bundle or a trust store."""

    path: str
    format: str  #: `pem`, `der`, `pkcs7`, `pkcs12`, `jks`, `jceks`
    certificates: tuple[Certificate, ...] = ()
    unreadable: tuple[str, ...] = ()  #: what of it could not be read, and why
    span: Span = field(default_factory=lambda: Span(0, 0))  #: where a finding about all of it is shown
    names_rds: bool = False  #: its name says that it is a bundle of RDS

    def of_rds(self) -> Iterable[Certificate]:
        """The certificates of RDS authorities."""
        return (each for each in self.certificates if each.identifier is not None)


Resource: TypeAlias = ParameterGroup | Instance | Authority | BundleName | StoreImport | Bundle
