"""A body that has walked out of the sandbox costs its own process, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.host.isolation.conftest import OpenIsolated
from vm.errors import BodyKilled
from vm.face.embed import VM

HONEST = """
async def honest():
    "use workflow"
    return [await double(number) for number in range(3)]

async def double(number: int) -> int:
    "use step"
    return 2 * number
"""


def hostile(text: str) -> str:
    """Return a workflow that asks for a step, then runs `text` through the hole."""
    return f"""
async def hostile():
    "use workflow"
    await look()
    return hole({text!r})

async def look() -> None:
    "use step"
"""


async def kill(vm: VM, text: str) -> BodyKilled:
    """Run a hostile body beside an honest one; return how it ended."""
    run = await vm.start(
        hostile(text),
    )
    assert await vm.run(HONEST) == [0, 2, 4]
    with pytest.raises(BodyKilled) as caught:
        await run.result()
    events = [event.type for event in run.events()]
    assert events[:3] == ["run_created", "run_started", "step_created"]
    assert not {"run_failed", "run_completed"} & set(events)
    assert run.record().owner is None
    assert await vm.run(HONEST) == [0, 2, 4]
    return caught.value


FORBIDDEN = {
    "read-a-file": "open('/etc/passwd').read()",
    "write-a-file": "open('{folder}/made', 'w').write('x')",
    "remove-a-file": "os.unlink('{folder}/kept')",
    "rename-a-file": "os.rename('{folder}/kept', '{folder}/moved')",
    "cut-a-file": "os.truncate('{folder}/kept', 0)",
    "list-a-folder": "os.listdir('/')",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "spawn": "subprocess.run(['true'])",
    "thread": "threading.Thread(target=print).start()",
    "internet": "socket.socket().connect(('127.0.0.1', 80))",
    "socket-pair": "socket.socketpair()",
    "pipe": "os.pipe()",
    "kill-the-zygote": "os.kill(os.getppid(), 9)",
    "kill-itself": "os.kill(0, 9)",
    "kill-the-host": "os.kill({host}, 9)",
    "write-into-the-host": "ctypes.CDLL(None).process_vm_writev({host}, 0, 0, 0, 0, 0)",
    "trace-the-host": "ctypes.CDLL(None).ptrace(16, {host}, 0, 0)",
    "send-files": "socket.send_fds(socket.socket(fileno=3), [b'x'], [3])",
    "raise-a-limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
    "give-another-more-time": "resource.prlimit({host}, resource.RLIMIT_CPU, (1, 1))",
    "become-another": "os.setuid(1)",
    "sleep": "time.sleep(9)",
    "read-anothers-environment": "open('/proc/{host}/environ').read()",
}


@pytest.mark.parametrize("name", FORBIDDEN)
async def test_what_reaches_for_the_machine_ends_its_process(
    name: str, open_isolated: OpenIsolated, with_hole: None, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.write_text("precious")
    text = FORBIDDEN[name].format(folder=tmp_path, host=os.getpid())
    async with open_isolated(real_seconds=5) as vm:
        death = await kill(vm, text)
    assert death.limit == "system-call", death
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert kept.read_text() == "precious"


OTHERS = {
    "allocate-at-once": ("bytearray(4 << 30)", "memory", "more than 128 MiB of memory"),
    "allocate-in-pieces": ("[bytearray(1 << 20) for _ in range(4096)]", "memory", "more than 128 MiB"),
    "compute-in-c": ("re.match('(a*)*b', 'a' * 64)", "cpu", "for more than 1 s between two awaits"),
    "wait-for-ever": ("os.read(3, 9)", "time", "did not answer within 3 s"),
    "crash": ("ctypes.string_at(0)", "crash", "crashed with signal 11"),
    "leave": ("os._exit(0)", "exit", "left by itself with exit code 0"),
    "leave-loudly": ("[os.write(2, b'what ever'), os._exit(7)]", "exit", "with exit code 7: what ever"),
    "say-garbage": ("os.write(3, b'garbage' * 100)", "words", "1,734,439,522 bytes, where 16,777,216 are the most"),
    "say-nothing": ("os.write(3, struct.pack('!I', 0))", "words", "neither a command nor that it is done"),
    "say-it-is-done-before": ("os.write(3, bytes.fromhex('0000000800000004646f6e65'))", "words", ""),  # heard or not
    "say-it-is-done-and-wait": (
        "[os.write(3, bytes.fromhex('0000000800000004646f6e65')), os.read(3, 9)]",
        "words",
        "it waits, and for nothing",
    ),
    "ask-for-what-is-not": (
        "os.write(3, bytes.fromhex('0000001900000007636f6d6d616e640000000a5f5f696d706f72745f5f'))",
        "words",
        "no body asks for",
    ),
    "talk-for-ever": ("[os.write(3, struct.pack('!II', 16000004, 16000000) + bytes(16000000))]", "words", "believed"),
    "complain-for-ever": ("[os.write(2, b'x' * 1000) for _ in range(1000)]", "time", "did not answer within 3 s"),
}


@pytest.mark.parametrize("name", OTHERS)
async def test_what_harms_itself_ends_its_process(name: str, open_isolated: OpenIsolated, with_hole: None) -> None:
    text, limit, words = OTHERS[name]
    real_seconds = 60 if limit == "cpu" else 3
    async with open_isolated(memory_mb=128, cpu_seconds=1, real_seconds=real_seconds) as vm:
        death = await kill(vm, text)
    assert (death.limit, words in death.what) == (limit, True), death


async def test_there_is_no_environment_to_read(
    open_isolated: OpenIsolated, with_hole: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    async with open_isolated() as vm:
        assert await vm.run(hostile("dict(os.environ)")) == {}
