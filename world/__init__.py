"""Worlds: all of a run that survives a crash. `interface` is the contract, `contract` the suite that holds it."""
