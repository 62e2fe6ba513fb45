"""How often a test with drawn values is tried: a little in `make test`, as often as it takes in `make test-long`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get("LONG_TESTS"))
"""Whether tests are to take their time."""


def trials(short: int = 100, long: int = 1_000) -> settings:
    """The same values at every run, however slow the machine is."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(derandomize=True, deadline=None, max_examples=long if LONG else short, suppress_health_check=slow)
