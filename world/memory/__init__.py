"""A world in dicts: the verified fake for tests, and for runs that need not outlive their process."""

from world.memory.world import MemoryWorld

__all__ = ["MemoryWorld"]
