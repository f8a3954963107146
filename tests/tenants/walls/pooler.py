"""A small pooler for PostgreSQL, honest enough to do harm: it changes server connections between transactions.

Clients sign in through it directly; their server connection then joins the pool. From there on every transaction of
every client takes whatever connection is free, the one used last first, as PgBouncer does.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PLAIN_PLEASE = {80877103, 80877104}  # requests for TLS and GSSAPI
ASKS_FOR_ANSWER = b"QS"  # after Query and Sync the server ends with ReadyForQuery


class Pooler:
    """Listens on `port`. In session mode a client keeps its connection, which is what Ogniwo needs."""

    def __init__(self, upstream: tuple[str, int], *, size: int = 2, by_transaction: bool = True) -> None:
        self._upstream, self._size, self._by_transaction = upstream, size, by_transaction
        self._idle: list[socket.socket] = []
        self._known = 0
        self._free = threading.Condition()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._attend, args=(client,), daemon=True).start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for server in self._idle:
            server.close()

    def _attend(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError, EOFError), client:
            server = self._sign_in(client)
            if self._by_transaction:
                self._join(server)
                server = None
            self._relay(client, server)

    def _sign_in(self, client: socket.socket) -> socket.socket:
        server = socket.create_connection(self._upstream)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            (length,) = struct.unpack("!I", exactly(client, 4))
            startup = exactly(client, length - 4)
            if struct.unpack("!I", startup[:4])[0] not in PLAIN_PLEASE:
                break
            client.sendall(b"N")
        server.sendall(struct.pack("!I", length) + startup)
        while True:
            kind, message = receive(server)
            client.sendall(message)
            if kind == b"Z":
                return server
            if kind == b"R" and struct.unpack("!I", message[5:9])[0] in {3, 5, 10, 11}:
                server.sendall(receive(client)[1])

    def _join(self, server: socket.socket) -> None:
        with self._free:
            if self._known >= self._size:
                server.close()
                return
            self._known += 1
            self._idle.append(server)
            self._free.notify()

    def _take(self) -> socket.socket:
        with self._free:
            self._free.wait_for(lambda: bool(self._idle))
            return self._idle.pop()

    def _give(self, server: socket.socket) -> None:
        with self._free:
            self._idle.append(server)
            self._free.notify()

    def _relay(self, client: socket.socket, server: socket.socket | None) -> None:
        while True:
            kind, message = receive(client)
            if kind == b"X":
                return
            server = server or self._take()
            server.sendall(message)
            if kind in ASKS_FOR_ANSWER and self._answer(client, server) == b"I" and self._by_transaction:
                self._give(server)
                server = None

    def _answer(self, client: socket.socket, server: socket.socket) -> bytes:
        """Passes everything on up to ReadyForQuery; returns its transaction status."""
        while True:
            kind, message = receive(server)
            client.sendall(message)
            if kind == b"Z":
                return message[5:6]


def receive(line: socket.socket) -> tuple[bytes, bytes]:
    """One message: its kind, and all of its bytes."""
    head = exactly(line, 5)
    return head[:1], head + exactly(line, struct.unpack("!I", head[1:])[0] - 4)


def exactly(line: socket.socket, number: int) -> bytes:
    """That many bytes."""
    found = b""
    while len(found) < number:
        part = line.recv(number - len(found))
        if not part:
            raise EOFError
        found += part
    return found


@contextmanager
def pooler(upstream: tuple[str, int], *, size: int = 2, by_transaction: bool = True) -> Iterator[int]:
    """A running pooler; yields its port."""
    running = Pooler(upstream, size=size, by_transaction=by_transaction)
    threading.Thread(target=running.serve, daemon=True).start()
    try:
        yield running.port
    finally:
        running.close()
