"""The server that `flaky_api.py` talks to. Its first three answers to a key are bad in three ways."""

import json
import socket
import struct
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CELSIUS = {"Oslo": 4, "Lagos": 31}
BUSY, BROKEN, CUT, GOOD = 1, 2, 3, 4

_lock = threading.Lock()
_servers: list[ThreadingHTTPServer] = []
_requests: Counter[str] = Counter()  # how often each key was seen since it had a good answer


def server_url() -> str:
    """Return where the server of this process listens, and start it when it is first asked for."""
    with _lock:
        if not _servers:
            server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
            threading.Thread(target=server.serve_forever, name="flaky-server", daemon=True).start()
            _servers.append(server)
        return f"http://127.0.0.1:{_servers[0].server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        key = self.headers.get("Idempotency-Key", "")
        with _lock:
            _requests[key] += 1
            number = _requests[key]
        city = self.path.rsplit("/", 1)[-1]
        if number == BUSY:
            self._answer(503, {"error": "busy"}, {"Retry-After": "2"})
        elif number == BROKEN:
            self._answer(500, {"error": "broken"})
        elif number == CUT:
            self._cut()
        elif city not in CELSIUS:
            self._answer(404, {"error": "no such city"})
        else:
            with _lock:
                del _requests[key]  # whoever asks again, because the answer was lost, goes through all of it again
            self._answer(200, {"city": city, "celsius": CELSIUS[city]})

    def _answer(self, status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _cut(self) -> None:
        """Reset the connection: closing a socket that may not linger sends RST instead of FIN."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the run's own progress is what there is to see."""
