"""Texts that documents hold in base64: the data of a Kubernetes Secret, files of cloud-init."""

from __future__ import annotations

import base64
import binascii

from lint_rds_tls.frontends._trees.nodes import Node, Scalar, Tree, members_of
from lint_rds_tls.text import MappedText

__all__ = ["KEYWORDS", "uncovered"]

#: Bytes of a file that may hide text so.
KEYWORDS = (
    b"kind: secret",
    b"kind:secret",
    b'kind: "secret"',
    b'"kind": "secret"',
    b"encoding: b64",
    b"encoding: base64",
)
_ENCODINGS = frozenset({"b64", "base64"})
_DEEPEST = 30
#: Mappings looked at in one document.
_MOST = 5_000


def uncovered(root: Node) -> bool:
    """Put the decoded texts in the place of the encoded ones; whether there are any."""
    waiting: list[tuple[Node, int]] = [(root, 0)]
    seen = 0
    found = False
    while waiting and seen < _MOST:
        node, depth = waiting.pop()
        seen += 1
        if not isinstance(node, Tree) or depth > _DEEPEST:
            continue
        names = {str(member.name): member.node for member in node.members}
        if _said(names.get("kind")) == "Secret" and isinstance(names.get("data"), Tree):
            found = _decode_all(names["data"], 0) or found
        elif _said(names.get("encoding")) in _ENCODINGS:
            found = _decode_all(node, _DEEPEST, "content") or found
        waiting += ((member.node, depth + 1) for member in members_of(node) if isinstance(member.node, Tree))
    return found


def _said(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""


def _decode_all(node: Node, depth: int, name: str = "") -> bool:
    """The scalars below a node; of one of this name alone where one is given. Whether any was text."""
    if not isinstance(node, Tree) or depth > _DEEPEST:
        return False
    found = False
    for member in node.members:
        if isinstance(member.node, Tree):
            found = _decode_all(member.node, depth + 1, name) or found
        elif not name or str(member.name) == name:
            text = _decoded(member.node)
            found = found or text is not None
            member.node = text or member.node
    return found


def _decoded(scalar: Scalar) -> Scalar | None:
    """The scalar with the text that it stands for, at the place of the whole run; None where it is no such text."""
    try:
        said = base64.b64decode("".join(scalar.value.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    text = scalar.text
    return Scalar(said, lambda: MappedText.decoded(said, text().span), scalar.start, scalar.end)
