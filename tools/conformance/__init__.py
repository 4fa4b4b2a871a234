"""Other projects' own tests of event loops, run as bodies on the kernel of real runs: CPython's of asyncio, trio's."""
