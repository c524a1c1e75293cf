"""What all rules share: how sure and how bad a finding is, and how it is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lint_rds_tls.model import (
    Assessment,
    Case,
    Certainty,
    Edit,
    Finding,
    Fix,
    HostClass,
    Level,
    Location,
    Posture,
    Reason,
    Safety,
    Setting,
    Verification,
)
from lint_rds_tls.text import PieceKind, Span

__all__ = ["build", "certainty_of", "clients_text", "judged", "mend", "once_forced", "postures", "when"]


def judged(case: Case) -> tuple[Assessment, ...]:
    """The assessments of clients that take the connection at all."""
    return tuple(each for each in case.assessments if each.as_is is not None)


def postures(assessment: Assessment) -> tuple[Posture, ...]:
    """As is, then when the server forces TLS."""
    return tuple(each for each in (assessment.as_is, assessment.forced) if each is not None)


def when(case: Case, holds: Callable[[Assessment], bool]) -> tuple[Assessment, ...]:
    """The assessments for which something holds."""
    return tuple(each for each in judged(case) if holds(each))


def certainty_of(case: Case, hits: Sequence[Assessment], among: Sequence[Assessment] | None = None) -> Certainty:
    """Certain where every possible client agrees and the code has no other way to connect here."""
    among = judged(case) if among is None else among
    return Certainty.CERTAIN if len(hits) == len(among) and not case.connection.alternative else Certainty.POSSIBLE


def clients_text(hits: Sequence[Assessment]) -> str:
    """`microsoft-data-sqlclient 5.1.9, system-data-sqlclient`; a driver of which any version may be meant, once."""
    anyhow = {each.client.driver for each in hits if str(each.client.versions) == "any"}
    drivers = [
        (each.client.driver, "" if each.client.driver in anyhow else f" {each.client.versions}") for each in hits
    ]
    return ", ".join(dict.fromkeys(driver + versions for driver, versions in drivers))


def build(
    name: str,
    level: Level,
    case: Case,
    hits: Sequence[Assessment],
    message: str,
    span: Span,
    *,
    certainty: Certainty | None = None,
    path: str = "",
    because: Sequence[Reason] = (),
    related: Sequence[Location] = (),
    fixes: Sequence[Fix] = (),
) -> Finding:
    """A finding with the level that its host and certainty allow."""
    connection = case.connection
    certainty = certainty or certainty_of(case, hits)
    if any(reason.setting is not None and _is_default(reason.setting) for reason in because):
        certainty = Certainty.POSSIBLE
    if certainty is Certainty.POSSIBLE:
        level = min(level, Level.WARNING, key=lambda each: each.rank)
    if connection.host_class is HostClass.LOCAL:
        level = Level.NOTE
    return Finding(
        rule=name,
        level=level,
        certainty=certainty,
        message=message,
        primary=Location(path=path or connection.path, span=span),
        client=", ".join(dict.fromkeys(each.client.driver for each in hits)),
        host=connection.host,
        host_class=connection.host_class,
        because=tuple(dict.fromkeys(because)),
        related=tuple(related),
        fixes=tuple(fixes),
    )


def _is_default(setting: Setting) -> bool:
    """Whether something outside may say otherwise."""
    return setting.name.has_default or (setting.value is not None and setting.value.has_default)


def once_forced(hits: Sequence[Assessment]) -> str:
    """What changes when the server forces TLS, as one sentence; "" where clients differ."""
    verdicts = {each.forced.verification.value for each in hits if each.forced is not None}
    if verdicts == {Verification.CHAIN}:
        return (
            " Once the server forces TLS (rds.force_ssl=1) the session is encrypted and the certificate verified:"
            " the RDS CA must then be in the trust store."
        )
    if verdicts == {Verification.NONE}:
        return " Once the server forces TLS (rds.force_ssl=1) the session is encrypted, but still nothing is verified."
    return ""


def mend(setting: Setting | None, word: str, title: str) -> tuple[Fix, ...]:
    """Replace the value of a setting by `word`, in the letter case of what stands there; delete a flag. Unsafe.

    No word, or a flag that cannot simply go: only a person can do it.
    """
    if setting is None or setting.implied or setting.value is None:
        return ()
    if setting.flag:
        deletion = (Edit(setting.removable, ""),) if setting.removable else ()
        return (Fix(title=title, safety=Safety.UNSAFE, edits=deletion),)
    pieces = setting.value.pieces
    if not word or len(pieces) != 1 or pieces[0].kind is not PieceKind.COPIED:
        return (Fix(title=title, safety=Safety.UNSAFE),)
    written = pieces[0].text
    if written[:1].isupper():
        word = word.capitalize()
    return (Fix(title=title, safety=Safety.UNSAFE, edits=(Edit(pieces[0].span, word),)),)
