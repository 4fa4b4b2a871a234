"""Event loops of one's own."""

from __future__ import annotations

import trio

from vm.errors import BadInput


def require_no_loop(name: str) -> None:
    """Raise `BadInput` where an event loop runs already: `name` runs its own, and they cannot be nested."""
    try:
        trio.lowlevel.current_trio_token()
    except RuntimeError:
        return
    raise BadInput(f"{name} runs event loops of its own", fix="call it in a plain test, a `def` without async")
