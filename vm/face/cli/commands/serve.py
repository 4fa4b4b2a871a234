"""Serve workflows over HTTP. Like a worker, the process drives every run of its
world that is due.

Without a token file it listens on this machine only, and asks nobody who they are.
The API describes itself at /openapi.json; /metrics is for Prometheus.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vm.errors import BadInput, OperatorError
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common
from vm.face.cli.walls import add_isolation, read_isolation
from vm.face.cli.watchers import find_metrics, find_tracing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="files whose workflows can be started")
    parser.add_argument("--host", metavar="HOST", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=int, default=8700, help="0 takes a free one (default: 8700)")
    parser.add_argument("--token-file", metavar="FILE", help="who may call: a line each, TOKEN SCOPE,SCOPE")
    add_isolation(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    if not options.files:
        raise BadInput("serve wants files", fix="write `python -m vm serve FILE...`")
    if not 0 <= options.port <= 65535:
        raise BadInput(f"--port {options.port} is no port", fix="give a number from 0 to 65535")
    try:
        from vm.face.http.auth import Tokens, load_tokens
        from vm.face.http.server import Address
        from vm.face.telemetry.logs import begin_logging
    except ModuleNotFoundError as error:
        raise _not_installed(error) from error

    tokens = Tokens({}) if options.token_file is None else load_tokens(Path(options.token_file))
    address = Address(options.host, options.port)
    if tokens.is_open and not address.is_local:
        raise BadInput(
            f"without tokens nobody outside this machine is served, and --host {options.host} is outside",
            fix="give --token-file FILE, or leave --host out",
        )
    begin_logging()
    return _serve(options, screen, tokens, address)


def _not_installed(error: ModuleNotFoundError) -> OperatorError:
    return OperatorError(
        f"serve needs {error.name}, which is not installed", fix='pip install "workflow-vm[serve]" brings it'
    )


def _serve(options: argparse.Namespace, screen: Screen, tokens: Any, address: Any) -> int:
    import trio

    from vm.face.cli.signals import taking_signals
    from vm.face.embed import open_vm
    from vm.face.http.limits import Limits
    from vm.face.http.server import allow_connections, serve
    from vm.face.http.service import Service, find_offers
    from vm.face.telemetry.logs import RunLog
    from vm.face.telemetry.watching import Watcher, join_arounds, join_observers
    from vm.face.wiring import world_url
    from vm.host.options import EngineOptions

    offers, isolate = find_offers(options.files), read_isolation(options)
    allow_connections(Limits().requests)
    metrics = find_metrics()
    watchers: list[Watcher] = [RunLog(), *([] if metrics is None else [metrics]), *find_tracing()]
    settings = EngineOptions(around_attempt=join_arounds(watchers))

    async def main() -> str:
        with taking_signals() as first:
            world = world_url(options.world)
            async with (
                open_vm(world, isolate=isolate, options=settings, observer=join_observers(watchers)) as vm,
                trio.open_nursery() as nursery,
            ):
                service = Service(vm, offers, tokens, metrics)
                url: str = await nursery.start(serve, service, address)
                screen.show([line("serving ", (", ".join(sorted(offers)), "bold")), line("  at ", (url, "cyan"))])
                await first.wait()
                screen.show(
                    [line(("stopping: answers on their way may end first; once more to leave at once", "yellow"))]
                )
                service.draining.set()
        return url

    url = trio.run(main)
    if screen.is_json:
        screen.answer({"url": url, "stopped": True})
    return exits.DONE
