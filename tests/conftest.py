"""No test depends on the clock: Hypothesis has no deadline for an example; and the tests themselves are no garbage."""

import gc

from hypothesis import settings

settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")

gc.disable()  # until all tests are collected: nothing dies before, and a million objects are gone through each time


def pytest_collection_finish() -> None:
    """Keep modules and tests out of later collections, which then cost what a test makes, not what all of them are."""
    gc.freeze()
    gc.enable()
