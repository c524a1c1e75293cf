"""A parameter is to be applied in a way that RDS refuses.

## Flags

A static parameter, such as `rds.force_ssl` of SQL Server, that is to be applied at once. Terraform does so unless it
is told otherwise.

```hcl
parameter {
  name  = "rds.force_ssl"
  value = "1"
}
```

## Why

A static parameter takes effect with a reboot. RDS answers `InvalidParameterCombination: cannot use immediate apply
method for static parameter`, the change fails, and the server goes on without it.

## Fix

Write `apply_method = "pending-reboot"` (`ApplyMethod=pending-reboot` on the command line), apply it, and reboot the
instance: Terraform does not do that by itself.

## References

- Amazon RDS API Reference: ModifyDBParameterGroup, Parameter
- Amazon RDS User Guide: Working with parameter groups
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lint_rds_tls.data.rds import family_of, is_static
from lint_rds_tls.model import Finding, Level, ParameterGroup, Resource, Rule, Safety
from lint_rds_tls.rules._resources import build, known, replacing

_NAME, _LEVEL = "rds-parameter-not-applied", Level.WARNING
_SOURCE = "Amazon RDS API Reference: ModifyDBParameterGroup"
_WORD = "pending-reboot"


def check(resource: Resource, as_of: date) -> Iterator[Finding]:  # noqa: ARG001 -- true on every day
    """A static parameter that is applied at once."""
    if not isinstance(resource, ParameterGroup):
        return
    family = None if resource.family is None else known(resource.family.value)
    if family is None or family_of(family) is None:
        return  # of other engines the parameters of this name may be dynamic
    for parameter in resource.parameters:
        if parameter.immediate and is_static(parameter.name):
            method = known(parameter.method)
            title = f"Apply it with {_WORD}, and reboot"
            yield build(
                _NAME,
                _LEVEL,
                resource.path,
                parameter.method.span if parameter.method is not None else parameter.span,
                f"{parameter.name} is a static parameter: RDS refuses to apply it at once"
                + (", which is what happens where nothing is said." if method is None else "."),
                source=_SOURCE,
                possible=resource.alternative,
                fixes=replacing(parameter.method, parameter.deferred, title, Safety.SAFE),
            )


RULE = Rule(
    name=_NAME,
    summary="A parameter is to be applied in a way that RDS refuses",
    level=_LEVEL,
    cwe=None,
    security_severity=3.0,
    manual=__doc__,
    check_resource=check,
)
