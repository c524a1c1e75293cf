"""A TDS endpoint on loopback that only watches: does a client encrypt, and which certificates does it accept?

A client that sends its login inside TLS has accepted the certificate it was shown.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading

PRELOGIN, RESPONSE, LOGIN4, LOGIN7 = 0x12, 0x04, 0x02, 0x10
OFFERS = {0: "off", 1: "on", 2: "not-supported", 3: "required"}


class WatchingServer:
    """One certificate and one mode: `allow` gives TLS to who asks, `force` to everybody, `none` to nobody."""

    def __init__(self, certificate: str, mode: str) -> None:
        self.mode = mode
        self.seen: list[dict[str, str]] = []  #: one for each connection: offers, tls, login
        self.logins: list[bytes] = []  #: the bodies of the LOGIN7 packets among them
        self.open = 0  #: connections that are not done
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
        self.context.minimum_version = self.context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["tds/8.0"])
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            self.open += 1
            connection.settimeout(8)
            seen = {"offers": "none", "tls": "none", "login": "none"}
            with connection, contextlib.suppress(EOFError, OSError, IndexError):
                self._serve(connection, seen)
            self.seen.append(seen)
            self.open -= 1

    def _serve(self, connection: socket.socket, seen: dict[str, str]) -> None:
        if connection.recv(1, socket.MSG_PEEK) == b"\x16":
            seen["offers"], seen["tls"] = "strict", "refused"
            with self.context.wrap_socket(connection, server_side=True) as tls:
                seen["tls"] = "completed"
                _packet(tls)
                tls.sendall(_reply(0))
                kind, body = _packet(tls)
                if kind == LOGIN7:
                    self.logins.append(body)
                    seen["login"] = "encrypted"
                    tls.sendall(_LOGIN_FAILED)
            return
        kind, body = _packet(connection)
        if kind in (LOGIN4, LOGIN7):
            seen["login"] = "plaintext"
            connection.sendall(_LOGIN_FAILED)
            return
        client = _encryption(body)
        seen["offers"] = OFFERS.get(client, hex(client))
        answer = {"none": 2, "force": 1 if client == 1 else 3}.get(self.mode, client)
        connection.sendall(_reply(answer))
        if answer == 2:
            kind, body = _packet(connection)
            if kind == LOGIN7:
                self.logins.append(body)
                seen["login"] = "plaintext"
                connection.sendall(_LOGIN_FAILED)
            return
        seen["tls"] = "refused"
        tls_object, incoming, outgoing = self._handshake(connection)
        seen["tls"] = "completed"
        login = b""
        while len(login) < 8 or len(login) < struct.unpack(">H", login[2:4])[0]:
            try:
                login += tls_object.read(65536)
            except ssl.SSLWantReadError:
                incoming.write(_some(connection))
        if login[0] == LOGIN7:
            self.logins.append(login[8:])
            seen["login"] = "encrypted"
            if answer in (1, 3):  # all of the session is encrypted
                tls_object.write(_LOGIN_FAILED)
                connection.sendall(outgoing.read())
            else:
                connection.sendall(_LOGIN_FAILED)

    def _handshake(self, connection: socket.socket) -> tuple[ssl.SSLObject, ssl.MemoryBIO, ssl.MemoryBIO]:
        """TLS whose records travel inside PRELOGIN packets."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(incoming, outgoing, server_side=True)
        while True:
            try:
                tls.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                done = False
            if out := outgoing.read():
                connection.sendall(_framed(PRELOGIN, out))
            if done:
                return tls, incoming, outgoing
            incoming.write(_packet(connection)[1])


def _some(connection: socket.socket) -> bytes:
    found = connection.recv(65536)
    if not found:
        raise EOFError
    return found


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = connection.recv(count - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def _packet(connection: socket.socket) -> tuple[int, bytes]:
    head = _exactly(connection, 8)
    return head[0], _exactly(connection, struct.unpack(">H", head[2:4])[0] - 8)


def _framed(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBHHBB", kind, 1, len(body) + 8, 0, 1, 0) + body


def _encryption(body: bytes) -> int:
    at = 0
    while body[at] != 0xFF:
        token, offset, _ = struct.unpack(">BHH", body[at : at + 5])
        if token == 1:
            return int(body[offset])
        at += 5
    return 2


def _login_failed() -> bytes:
    """An error as a server gives it for a wrong password, so that no client tries again."""
    message = "Login failed.".encode("utf-16-le")
    error = struct.pack("<IBBH", 18456, 1, 14, len(message) // 2) + message + struct.pack("<BBI", 0, 0, 1)
    return _framed(RESPONSE, b"\xaa" + struct.pack("<H", len(error)) + error + b"\xfd" + struct.pack("<HHQ", 2, 0, 0))


_LOGIN_FAILED = _login_failed()


def _reply(encryption: int) -> bytes:
    options = ((0, struct.pack(">BBHH", 16, 0, 1000, 0)), (1, bytes([encryption])), (2, b"\0"), (3, b""), (4, b"\0"))
    table, data = b"", b""
    for token, value in options:
        table += struct.pack(">BHH", token, 5 * len(options) + 1 + len(data), len(value))
        data += value
    return _framed(RESPONSE, table + b"\xff" + data)
