"""What a type checker is told of the builder: schemas carry their types from step to step. Nothing here is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar, overload

from vm.graph.kit.nodes import Step
from vm.graph.kit.workflow import Workflow

In = TypeVar("In")
Out = TypeVar("Out")

Function = Callable[..., Any]
MakeStep = Callable[[Function], Step[In, Out]]


class CreateStep(Protocol):
    @overload
    def __call__(
        self,
        from_step: Any = None,
        *,
        id: str | None = None,
        input_schema: type[In],
        output_schema: type[Out],
        execute: Function | None = None,
        **options: Any,
    ) -> Step[In, Out]: ...
    @overload
    def __call__(
        self,
        from_step: Any = None,
        *,
        id: str | None = None,
        input_schema: type[In],
        output_schema: Any = None,
        execute: Function | None = None,
        **options: Any,
    ) -> Step[In, Any]: ...
    @overload
    def __call__(
        self,
        from_step: Any = None,
        *,
        id: str | None = None,
        input_schema: Any = None,
        output_schema: type[Out],
        execute: Function | None = None,
        **options: Any,
    ) -> Step[Any, Out]: ...
    @overload
    def __call__(
        self,
        from_step: Any = None,
        *,
        id: str | None = None,
        input_schema: Any = None,
        output_schema: Any = None,
        execute: Function | None = None,
        **options: Any,
    ) -> Step[Any, Any]: ...


class GraphStep(Protocol):
    @overload
    def __call__(self, id: Function) -> Step[Any, Any]: ...
    @overload
    def __call__(
        self, id: str | None = None, *, input_schema: type[In], output_schema: type[Out], **options: Any
    ) -> MakeStep[In, Out]: ...
    @overload
    def __call__(
        self, id: str | None = None, *, input_schema: type[In], output_schema: Any = None, **options: Any
    ) -> MakeStep[In, Any]: ...
    @overload
    def __call__(
        self, id: str | None = None, *, input_schema: Any = None, output_schema: type[Out], **options: Any
    ) -> MakeStep[Any, Out]: ...
    @overload
    def __call__(
        self, id: str | None = None, *, input_schema: Any = None, output_schema: Any = None, **options: Any
    ) -> MakeStep[Any, Any]: ...


class CreateWorkflow(Protocol):
    @overload
    def __call__(
        self,
        id: str,
        *,
        input_schema: type[In],
        output_schema: Any = None,
        state_schema: Any = None,
        retry: Mapping[str, Any] | None = None,
        validate_inputs: bool = True,
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Workflow[In, In]: ...
    @overload
    def __call__(
        self,
        id: str,
        *,
        input_schema: Any = None,
        output_schema: Any = None,
        state_schema: Any = None,
        retry: Mapping[str, Any] | None = None,
        validate_inputs: bool = True,
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Workflow[Any, Any]: ...


create_step: CreateStep
graph_step: GraphStep
create_workflow: CreateWorkflow
