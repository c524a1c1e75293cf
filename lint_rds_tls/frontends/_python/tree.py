"""Parses Python by libcst and tells where each node stands."""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType

import libcst
from libcst.metadata import ByteSpanPositionProvider
from libcst.metadata.span_provider import SpanProvidingCodegenState

__all__ = ["Places", "parsed"]

_NOTHING = nullcontext()
_LITERALS = (libcst.SimpleString, libcst.ConcatenatedString, libcst.FormattedString, libcst.TemplatedString)


class Places(SpanProvidingCodegenState):
    """The extent of every node in code points; brackets around an expression belong to it.

    libcst's own providers give lines and columns, or bytes, and take three times as long.
    """

    def __init__(self, module: libcst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline, ByteSpanPositionProvider())
        self.extents: dict[libcst.CSTNode, tuple[int, int]] = {}
        #: of literals without the brackets around them
        self.inner: dict[libcst.CSTNode, tuple[int, int]] = {}
        module._codegen(self)

    def add_token(self, value: str) -> None:
        """Pass over a token."""
        self.position += len(value)

    def add_indent_tokens(self) -> None:
        """Pass over the white space before a line."""
        for token in self.indent_tokens:
            self.position += len(token)

    def before_codegen(self, node: libcst.CSTNode) -> None:  # noqa: ARG002 - libcst's signature
        """Note where a node starts."""
        self._stack.append(self.position)

    def after_codegen(self, node: libcst.CSTNode) -> None:
        """Note where a node ends."""
        self.extents[node] = self._stack.pop(), self.position

    def record_syntactic_position(  # type: ignore[override]  # libcst makes a generator of it, which is slower
        self,
        node: libcst.CSTNode,
        *,
        start_node: libcst.CSTNode | None = None,  # noqa: ARG002
        end_node: libcst.CSTNode | None = None,  # noqa: ARG002
    ) -> AbstractContextManager[None]:
        """Note the extent of a literal."""
        return _Inner(self, node) if isinstance(node, _LITERALS) else _NOTHING


class _Inner(AbstractContextManager[None]):
    def __init__(self, places: Places, node: libcst.CSTNode) -> None:
        self._places = places
        self._node = node

    def __enter__(self) -> None:
        self._start = self._places.position

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._places.inner[self._node] = self._start, self._places.position


def parsed(source: str) -> tuple[libcst.Module, Places] | None:
    """The syntax tree of a source and the places of its nodes; None where libcst cannot read it."""
    collecting = gc.isenabled()
    gc.disable()  # none of the many objects of a tree is garbage, and looking for some takes a fifth of the time
    try:
        # A form feed is white space to Python; libcst drops it.
        module = libcst.parse_module(source.replace("\f", " "))
        return module, Places(module)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError):
        return None
    finally:
        if collecting:
            gc.enable()
