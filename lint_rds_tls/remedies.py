"""What to do so that a client goes on connecting: which store must hold which root, and how it gets there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lint_rds_tls.data import load
from lint_rds_tls.data.rds import DEFAULT_IDENTIFIER, certificate_facts
from lint_rds_tls.endpoints import endpoint_of
from lint_rds_tls.model import Driver, Guide, StoreSeen

__all__ = ["Place", "guides_of", "name_of_root", "place_of"]

_HOSTS = {
    "aws": "truststore.pki.rds.amazonaws.com",
    "aws-us-gov": "truststore.pki.us-gov-west-1.rds.amazonaws.com",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a root must be for one client and one host."""

    order: str  #: what to do there, without a stop; "" where the store is ready
    seen: str = ""  #: what is known of the store, without a stop; "" where nothing is

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do."""
        return not self.order


def name_of_root(region: str | None) -> str:
    """The root that serves a region, as a noun phrase; a common name only where the certificate was seen."""
    if region is None:
        return "the RDS root of its region"
    subject = f"Amazon RDS {region} Root CA RSA2048 G1"
    if any(each.subject == subject for each in certificate_facts().values()):
        return f"`{subject}`"
    return f"the root {DEFAULT_IDENTIFIER} of {region}"


def place_of(driver: Driver, host: str | None, store: StoreSeen | None) -> Place:
    """Where the root of a host's region must be, and what is left to do there."""
    endpoint = endpoint_of(host)
    root = name_of_root(None if endpoint is None else endpoint.region)
    if store is None:
        return Place(order=f"put {root} into {_places(_kinds()[driver.anchors])}")
    name = f"`{store.path or store.name}`"
    said = f". {store.message}" if store.message else ""
    if store.readiness == "ready":
        return Place(order="", seen=f"{name} is ready{said}")
    if store.readiness is not None:
        return Place(order=f"put {root} into {name}", seen=f"{name} is not ready{said}")
    unseen = "" if store.path is not None else f"What {name} holds is not known here: it is not in this tree"
    return Place(order=f"make sure that {name} holds {root}", seen=unseen)


def guides_of(drivers: Iterable[Driver]) -> Iterator[Guide]:
    """How a root gets to where each client looks, told once for all clients that look there."""
    titles: dict[str, list[str]] = {}
    for driver in drivers:
        titles.setdefault(driver.anchors, []).append(driver.title)
    if titles:
        hosts = " and ".join(f"https://{host}/<region>/<region>-bundle.pem" for host in _HOSTS.values())
        yield Guide(
            subject="The roots",
            text="Each region has its own, named `Amazon RDS <region> Root CA RSA2048 G1`. AWS publishes them in "
            f"{hosts} (the second one for GovCloud). Put roots into a trust store, never intermediates or a server's "
            "certificate.",
            source="Amazon RDS User Guide: Using SSL/TLS to encrypt a connection to a DB instance",
        )
    for kind, names in titles.items():
        row = _kinds()[kind]
        if row["how"]:
            yield Guide(subject=", ".join(names), text=row["how"], source=row["source"])


def _places(row: dict[str, Any]) -> str:
    texts = []
    for place in row["places"]:
        notes = [*([place["on"]] if place["on"] else []), *([] if place["verified"] else ["not verified by us"])]
        texts.append(place["store"] + (f" ({'; '.join(notes)})" if notes else ""))
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"


def _kinds() -> dict[str, dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = load("trust_stores")["kinds"]
    return kinds
