"""The server lets clients connect without TLS.

## Flags

A DB parameter group for SQL Server that does not set `rds.force_ssl` to `1`, and a SQL Server instance to which no
parameter group of your own is given.

```hcl
resource "aws_db_parameter_group" "sql" {
  family = "sqlserver-se-15.0"
}
```

Nothing written counts as well: `rds.force_ssl` is `0` by default for SQL Server (every version up to 2022; PostgreSQL's
default is another one). An instance without a group of its own gets the default group of its engine and version, in
which nothing can be changed. RDS Custom has no such parameter and is left alone.

## Why

Without it each client decides by itself. Several still default to clear text, and none of them says so: only the server
can tell, for every client at once. It encrypts, it does not make any client verify: what clients make of it is what
`lint-rds-tls inventory` says for each of them, in the column "once the server forces TLS".

## Fix

1. Look at the inventory first: some clients begin to verify once the server forces TLS. Those need the CA of RDS in
   their trust store before.
2. Give the instance a parameter group of its own with `rds.force_ssl` = `1`.
3. It is a static parameter: apply it with `pending-reboot` and reboot the instance.

## References

- CWE-319: Cleartext Transmission of Sensitive Information
- Amazon RDS User Guide: Using SSL with a Microsoft SQL Server DB instance
- Amazon RDS User Guide: Working with parameter groups
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lint_rds_tls.data.rds import default_of, family_of
from lint_rds_tls.model import Finding, Instance, Level, Parameter, ParameterGroup, Resource, Rule, Setting
from lint_rds_tls.rules._resources import build, known, replacing
from lint_rds_tls.text import Span

_NAME, _LEVEL = "rds-tls-not-forced", Level.WARNING
_PARAMETER = "rds.force_ssl"
_SOURCE = "Amazon RDS User Guide: Using SSL with a Microsoft SQL Server DB instance"
_TITLE = "Force TLS (look at the inventory first: some clients begin to verify then)"
_OFF = frozenset({"0", "false", "off"})


def check(resource: Resource, as_of: date) -> Iterator[Finding]:  # noqa: ARG001 -- true on every day
    """A group without `rds.force_ssl=1`, an instance without a group."""
    if isinstance(resource, ParameterGroup):
        written = [each for each in resource.parameters if each.name == _PARAMETER]
        yield from _written(resource, written[-1]) if written else _absent(resource)
    elif isinstance(resource, Instance):
        yield from _default_group(resource)


def _written(group: ParameterGroup, parameter: Parameter) -> Iterator[Finding]:
    value = known(parameter.value)
    family = None if group.family is None else known(group.family.value)
    if parameter.value is None or value is None or value.lower() not in _OFF:
        return
    if family is not None and family_of(family) is None:
        return  # PostgreSQL has a parameter of this name, too
    yield build(
        _NAME,
        _LEVEL,
        group.path,
        parameter.value.span,
        f"{_PARAMETER} is {value}: the server lets clients connect without TLS.",
        source=_SOURCE,
        possible=group.alternative or parameter.value.has_default or family is None,
        fixes=replacing(parameter.value, "1", _TITLE),
    )


def _absent(group: ParameterGroup) -> Iterator[Finding]:
    text = None if group.family is None else known(group.family.value)
    family = None if text is None else family_of(text)
    if not group.complete or group.family is None or family is None:
        return
    default = default_of(_PARAMETER, family)
    if default not in _OFF:
        return
    yield build(
        _NAME,
        _LEVEL,
        group.path,
        _value_span(group.family),
        f"Nothing in this parameter group sets {_PARAMETER}: the server lets clients connect without TLS.",
        source=_SOURCE,
        possible=group.alternative or _is_default(group.family),
        reasons=(f"{_PARAMETER} is {default} by default for {text}",),
    )


def _default_group(instance: Instance) -> Iterator[Finding]:
    engine = None if instance.engine is None else known(instance.engine.value)
    family = None if engine is None else family_of(engine)
    if instance.engine is None or family is None or default_of(_PARAMETER, family) not in _OFF:
        return
    if instance.group is not None:
        named = known(instance.group.value)
        if named is None or not named.lower().startswith("default."):
            return
        span, what = _value_span(instance.group), f"{named} is a default parameter group"
    elif instance.complete:
        span, what = _value_span(instance.engine), "The instance is given no parameter group of its own"
    else:
        return
    yield build(
        _NAME,
        _LEVEL,
        instance.path,
        span,
        f"{what}, where {_PARAMETER} is 0 and cannot be changed: the server lets clients connect without TLS.",
        source=_SOURCE,
        possible=instance.alternative or _is_default(instance.engine) or _is_default(instance.group),
        reasons=(f"the default group of {engine} has {_PARAMETER}=0, and default groups cannot be edited",),
    )


def _value_span(setting: Setting) -> Span:
    """Of the value, or of the setting where its value is written elsewhere: the default of a parameter."""
    if setting.value is None or setting.span.cover(setting.value.span) != setting.span:
        return setting.span
    return setting.value.span


def _is_default(setting: Setting | None) -> bool:
    """Whether something outside may say otherwise."""
    return setting is not None and setting.value is not None and setting.value.has_default


RULE = Rule(
    name=_NAME,
    summary="The server lets clients connect without TLS",
    level=_LEVEL,
    cwe=319,
    security_severity=5.9,
    manual=__doc__,
    check_resource=check,
)
