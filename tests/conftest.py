"""Shared by the whole suite."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

# Machines are small and shared: how long an example takes says nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Nothing is kept between test runs: what is compiled is compiled by the code under test.
os.environ["VM_CACHE"] = ""

# A shell's background job ignores Ctrl-C, and so would every process started here: many tests are about it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
