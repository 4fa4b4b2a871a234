"""The suite that every world passes, shipped so that others can hold theirs to it. See `world.contract.suite`."""

import pytest

# The sections are not test modules by name: ask for readable failures before they are imported.
pytest.register_assert_rewrite(
    *(
        f"{__name__}.{section}"
        for section in (
            "advancing",
            "batches",
            "claiming",
            "creation",
            "leasing",
            "limits",
            "making",
            "moving",
            "outside",
            "queueing",
            "scheduling",
            "upkeep",
            "waking",
        )
    )
)
