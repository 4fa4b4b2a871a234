"""Counting what a body does: its fuel, and how deep its calls stand in one another.

A function's entry and a turn of its loops count down the variable that all functions of a run share (`counter`);
lambdas and comprehensions draw from an iterator, which is the cheapest call there is. Both come back to here when
the units that were paid for are used up. Rejected: a counter in the namespace (twice the price), `sys.monitoring`
and `settrace` (other events in every version), a watchdog thread (other places in every replay).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from inspect import CO_GENERATOR
from itertools import chain, repeat
from operator import length_hint
from time import perf_counter
from types import FrameType
from typing import Any, Final

from stdlib_shims.spending import bind_spending
from vm.core.context import Context
from vm.core.fuel import DEPTH_FIX, FUEL_PER_ADVANCE, MAX_DEPTH
from vm.core.kernel import BOTTOM
from vm.errors import BodyTooHeavy, FuelExhausted, LimitExceeded
from vm.sandbox import hooks
from vm.sandbox.blocks import LARGE, Blocks
from vm.sandbox.counter import SHARED, make_cells
from vm.sandbox.depth import DEEP_UNITS, SHALLOW, Depth
from vm.sandbox.paid import Paid
from vm.sandbox.sizes import check_nesting
from vm.sandbox.watch import SLOW_S, Watch

UNITS: Final = 256
"""Units that are paid for at once."""

CAREFUL_UNITS: Final = 16
"""Units that are handed out at once where something may be large: each may take milliseconds."""

FIRST_UNITS: Final = 2
"""The same at first, and once they have taken longer than they should."""

_LOOKED_AT: Final = 63  # times that units are handed out, and one, after which the machine is looked at
_frame: Final = sys._getframe


class Meter(Paid):
    """The fuel gauge of one run. `names` are its builtins, where compiled source finds the hooks.

    `owns` says which classes are the author's; `cells` are the variables that the run's functions share, by name.
    """

    def __init__(
        self, context: Context, files: Collection[str], names: dict[str, Any], owns: Callable[[object], bool]
    ) -> None:
        self._context = context
        self._fuel = context.fuel
        self._files = files
        self._names = names
        self._owns = owns
        self.cells = make_cells(1)
        self._left, self._unit, self._deep = [self.cells[name] for name in SHARED]
        self._held = self._held_turns = self._held_units = 0  # units that are paid for and not handed out yet
        self._watch = Watch()
        self._depth = Depth(files)
        self._blocks = Blocks(context.fuel, self.spend, self._judge, self.unsized)
        self._advance = context.fuel.advance
        self._portion = FIRST_UNITS  # doubled while they take as long as they should
        self._is_careful = self._is_slow = False
        self._glanced_s, self._glances = perf_counter(), 0
        names[hooks.REFUEL] = self.refuel
        names[hooks.MORE] = self.more
        names[hooks.DEEPER] = self.deeper
        names[hooks.SINK] = self.sink
        names[hooks.SPEND] = self.take
        names[hooks.NEXT] = next
        names.update(self.builtins())
        self._arm()
        bind_spending(self.spend, self.tick)

    def refuel(self) -> bool:
        """Pay for the next units of the shared number. What it gives is true."""
        left = self._left
        held = self._held + left.cell_contents  # which is nothing, or less: some source takes several units at once
        left.cell_contents = 1  # should this raise, the next unit asks again
        self._held = 0
        if held < 0:
            self._fuel.left += held
            held = 0
        held = held or self._pay()
        left.cell_contents = portion = self._hand_out(held)
        self._held = held - portion
        return True

    def more(self) -> None:
        """Pay for the next units of the shared iterator, and take one."""
        held = self._held_units or self._pay()
        portion = self._hand_out(held)
        self._held_units = held - portion
        self._unit.cell_contents = repeat(True, portion - 1)

    def take(self, units: int) -> bool:
        """Take several units. What it gives is true."""
        self.spend(units)
        return True

    def spend(self, units: int) -> None:
        """Take `units` from the fuel, or end the run when there is not as much."""
        self._fuel.left -= units
        if self._fuel.left < 0:
            self._context.stop(FuelExhausted(FUEL_PER_ADVANCE, where=self.place()))
        if units >= UNITS:
            if units >= LARGE:
                self._blocks.has_large = True
                if not self._is_careful:
                    self._be_careful()
            self._judge()

    def tick(self) -> None:
        """Take one unit."""
        next(self._units)

    def several(self, units: int) -> Iterator[bool]:
        portion = self._portion
        while True:
            for _ in range(1 + portion // units):
                self.spend(units)
                yield True
            portion = self._hand_out(UNITS)

    def place(self) -> str | None:
        """Return where in the author's source the run is."""
        for frame in self._body_frames():
            return f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_qualname}"
        return None

    # ---- the iterator of units

    def __iter__(self) -> Iterator[Iterable[bool]]:
        return self

    def __next__(self) -> Iterable[bool]:
        try:
            held = self._held_turns or self._pay()
            portion = self._hand_out(held)
        except BaseException:
            self._arm()  # an iterator that has raised gives nothing more, and in silence
            raise
        self._held_turns = held - portion
        return repeat(True, portion)

    def _arm(self) -> None:
        self._units = self._names[hooks.UNITS] = chain.from_iterable(self)

    # ---- the machine

    def _hand_out(self, held: int) -> int:
        """Return how many units to hand out, of those that are paid for and held.

        Glance at the clock: they are as many as before if the last took as long as they should, and nothing says to
        look.
        """
        fuel = self._fuel
        portion = self._portion
        now_s = perf_counter()
        self._is_slow = now_s - self._glanced_s > portion * SLOW_S
        self._glanced_s = now_s
        self._glances = glances = self._glances + 1
        if self._is_slow or portion != UNITS or self._advance != fuel.advance or not glances & _LOOKED_AT:
            portion = self._adapt()
        return portion if portion < held else held

    def _adapt(self) -> int:
        """Return how many units to hand out before the next look, unless the body takes too much of the machine."""
        fuel = self._fuel
        if self._advance != fuel.advance:
            self._advance, self._is_careful = fuel.advance, False
            self._watch.begin()
        elif self._is_slow:
            self._portion = FIRST_UNITS
            self._judge()
        else:
            if self._portion < (CAREFUL_UNITS if self._is_careful else UNITS):
                self._portion *= 2
            if self._glances & 7 == 0:
                self._judge()
        return self._portion

    def _judge(self) -> None:
        if self._advance != self._fuel.advance:
            self._advance = self._fuel.advance
            self._watch.begin()
        elif (what := self._watch.excess(FUEL_PER_ADVANCE - self._fuel.left)) is not None:
            self._context.stop(BodyTooHeavy(self._context.run_id, what, where=self.place()))

    def _be_careful(self) -> None:
        """Look often from here on: something is large."""
        self._is_careful, self._portion = True, CAREFUL_UNITS
        left, unit = self._left, self._unit
        if (spare := left.cell_contents - CAREFUL_UNITS) > 0:
            left.cell_contents = CAREFUL_UNITS
            self._held += spare
        if (spare := length_hint(unit.cell_contents) - CAREFUL_UNITS) > 0:
            unit.cell_contents = repeat(True, CAREFUL_UNITS)
            self._held_units += spare

    def _pay(self) -> int:
        """Pay for the next units, and return how many. See to it that not too many calls stand in one another."""
        fuel = self._fuel
        fuel.left -= UNITS
        if fuel.left < 0:
            self.spend(0)
        try:
            _frame(MAX_DEPTH)
        except ValueError:
            return UNITS  # the whole stack is not as deep
        if self._depth.count(_frame(1)) > MAX_DEPTH:
            self._refuse_depth()
        return UNITS

    def deeper(self) -> None:
        """Pay for the next units of functions that the interpreter's own code calls, and take one."""
        fuel = self._fuel
        fuel.left -= DEEP_UNITS
        if fuel.left < 0:
            self.spend(0)
        try:
            _frame(SHALLOW)
        except ValueError:
            pass
        else:
            if self._depth.weigh(_frame(1)) > MAX_DEPTH:
                self._refuse_depth()
        entered = _frame(1)
        if entered.f_code.co_flags & CO_GENERATOR:  # generators that hold one another are dropped one in the other
            check_nesting(entered.f_locals.values())
        self._deep.cell_contents = repeat(True, DEEP_UNITS - 1)

    def sink(self) -> bool:
        """Take one of these units, for what has the author's functions called from C. What it gives is true."""
        for _ in self._deep.cell_contents:
            return True
        self.deeper()
        return True

    def _refuse_depth(self) -> None:
        where = self.place()
        self._context.stop(LimitExceeded("calls in one another", MAX_DEPTH, fix=DEPTH_FIX, where=where))

    def _body_frames(self) -> Iterator[FrameType]:
        """Yield the author's frames, innermost first. The host's below them are not walked."""
        frame: FrameType | None = sys._getframe(1)
        files = self._files
        while frame is not None and frame.f_code is not BOTTOM:
            if frame.f_code.co_filename in files:
                yield frame
            frame = frame.f_back
