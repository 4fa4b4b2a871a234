"""The contract of a world, as tests. Whoever writes a world inherits them:

    from world.contract.suite import WorldContract

    class TestMyWorld(WorldContract):
        @pytest.fixture
        def make_world(self, tmp_path):
            return lambda: MyWorld(tmp_path / "world")   # each call: a new, empty world

| promise | sections |
|---|---|
| an advance is atomic | `Advances`, `Batches` |
| a worker that lost its lease writes nothing | `Fencing`, `Leases`, `Clocks` |
| what a run waits for is resolved once | `UniqueResolutions` |
| a token belongs to one run | `Hooks` |
| messages reach their run; what is due is found | `Queue`, `Waits`, `Waking`, `Claiming`, `Deliveries`, `Burials` |
| a journal comes back as it was written, in its chain | `Journals` |

The suite asks for nothing but what `world.interface.World` promises: no files, no SQL, no clock.
"""

from __future__ import annotations

from world.contract.advancing import Advances, Fencing, Journals
from world.contract.batches import Batches, Deduplication
from world.contract.claiming import Burials, Claiming, Deliveries
from world.contract.creation import Bundles, Creation, Listing
from world.contract.leasing import Clocks, Leases
from world.contract.limits import Rates, Slots
from world.contract.moving import Imports, Retention
from world.contract.outside import Attributes, Children, Hooks, Moving, Streams
from world.contract.queueing import Queue
from world.contract.resolutions import UniqueResolutions
from world.contract.scheduling import Schedules
from world.contract.upkeep import Health, Upkeep
from world.contract.waking import Waits, Waking


class WorldContract(
    Creation,
    Bundles,
    Listing,
    Journals,
    Advances,
    Fencing,
    UniqueResolutions,
    Batches,
    Deduplication,
    Leases,
    Clocks,
    Waits,
    Waking,
    Claiming,
    Deliveries,
    Burials,
    Queue,
    Slots,
    Rates,
    Schedules,
    Imports,
    Retention,
    Health,
    Upkeep,
    Hooks,
    Streams,
    Attributes,
    Children,
    Moving,
):
    """Every promise of a world. Needs a fixture `make_world`: a function that returns a new, empty world."""
