"""Worlds: all of a run that survives a crash. `world.interface` is the contract, `world.contract` its tests."""
