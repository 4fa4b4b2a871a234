from __future__ import annotations

import os.path
import time
import time as clock
import json, httpx
import asyncio
import numpy as np
import vm
import vm.errors
import urllib.parse
import collections.abc
from pathlib import Path
from time import sleep as block, monotonic_ns
from vm import get_step_metadata, step, StepFailed
from .neighbour import thing
from json import JSONDecodeError, scanner

if True:
    import socket
try:
    import tomllib
except ImportError:
    import tomli as tomllib
LIMIT = httpx.Timeout(5)
client = httpx.Client()


@httpx.decorate(1)
async def main(path: Path = Path("x")) -> np.ndarray:
    "use workflow"
    httpx.get("x")  #! not-available
    os.path.join("a")  #! not-available
    time.sleep(1)  #! not-available
    clock.sleep(1)  #! not-available
    block(1)  #! not-available
    asyncio.run(1)  #! not-available
    asyncio.sleep
    vm.open_vm()  #! not-available
    get_step_metadata()  #! not-available
    vm.errors.StepFailed
    urllib.parse.quote("x")
    urllib.request.urlopen("x")  #! not-available
    collections.abc.Mapping
    json._default_encoder
    x: Path = json.loads("1")
    scanner.x  #! not-available
    LIMIT.x
    import socket as inner
    inner.socket()  #! not-available
    from subprocess import run
    run("ls")  #! not-available
    tomllib.loads("")  #! not-available
    thing.x
    return np, JSONDecodeError, StepFailed, helper(), Kind(), monotonic_ns(), undefined  #! not-available run-clock


def helper():
    return httpx.get  #! not-available


class Kind:
    path = Path("x")

    def __init__(self) -> None:
        self.path = Path("y")  #! not-available


def only_for_steps():
    return httpx.get("x")


@step
def fetch():
    time.sleep(1)
    return only_for_steps(), client
