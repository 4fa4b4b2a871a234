"""One module a command: `add_arguments(parser)` and `execute(options, screen) -> int`, the exit code."""
