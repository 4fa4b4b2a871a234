"""The app on a socket: Hypercorn on trio, drained gracefully."""

from __future__ import annotations

import logging
import socket
import sys
from dataclasses import dataclass
from typing import Final

import trio
from hypercorn.config import Config
from hypercorn.trio import serve as serve_asgi

from vm.errors import BadInput
from vm.face.http.app import make_app
from vm.face.http.limits import Limits
from vm.face.http.service import Service

OTHER_FILES: Final = 200  # the world, its locks, what steps open
GRACE_S: Final = 10.0  # for answers on their way when the server is told to stop


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: port 0 is any that is free."""

    host: str
    port: int

    @property
    def is_local(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")


async def serve(
    service: Service,
    address: Address,
    limits: Limits | None = None,
    *,
    task_status: trio.TaskStatus[str] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until `service.draining` is set; then answer what is under way and return.

    Reports the URL it listens at as soon as it does.

    Raises:
        BadInput: The address cannot be listened at.
    """
    limits = limits or Limits()
    listener = _listen(address, limits)
    host, port = listener.getsockname()[:2]
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = limits.head_s
    config.graceful_timeout = GRACE_S
    config.include_server_header = False
    config.accesslog = None
    config.errorlog = logging.getLogger("vm.http.server")
    async with trio.open_nursery() as nursery:
        await nursery.start(_serve, service, limits, config)
        task_status.started(f"http://{f'[{host}]' if ':' in host else host}:{port}")


async def _serve(
    service: Service,
    limits: Limits,
    config: Config,
    *,
    task_status: trio.TaskStatus[list[str]] = trio.TASK_STATUS_IGNORED,
) -> None:
    app = make_app(service, limits)
    await serve_asgi(app, config, shutdown_trigger=service.draining.wait, task_status=task_status)  # type: ignore[arg-type]


def allow_connections(count: int) -> None:
    """Have this process open so many connections, as far as it may: many systems begin with 1,024 files."""
    if sys.platform == "win32":
        return
    import resource

    wanted = count + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _listen(address: Address, limits: Limits) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Hypercorn shields what it sends: one who never reads would hold up the server's end for ever.
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(limits.stall_s * 1000))
        found.bind((address.host, address.port))
    except OSError as error:
        found.close()
        where = f"{address.host}:{address.port}"
        raise BadInput(
            f"nothing can listen at {where}: {error.strerror or error}", fix="choose another --host or --port"
        ) from error
    return found
