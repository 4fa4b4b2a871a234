"""The sans-io heart: events in, commands out. No clock, no I/O, no event loop, no sandbox."""
