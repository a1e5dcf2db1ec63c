"""No test depends on the clock: Hypothesis has no deadline for an example."""

from hypothesis import settings

settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")
