"""A workflow or step, as its source declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from inspect import Signature
from typing import Any, Literal

from vm.core.frozen import frozen
from vm.sandbox.arguments import check_arguments

Kind = Literal["workflow", "step"]


@frozen
class Declared:
    """A workflow or step as its source declares it. `line` is that of its `def`.

    A graph is a workflow too: not a function, but what a variable at module level holds. One that another graph of
    its file uses is `is_inner`: it is run only when it is named.
    """

    id: str
    kind: Kind
    file: str
    name: str
    line: int
    is_async: bool
    signature: Signature = field(compare=False)
    is_graph: bool = False
    is_inner: bool = False

    def check_arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Refuse arguments that do not fit. Raises `WrongArguments`."""
        check_arguments(self.name, self.signature, args, kwargs)
