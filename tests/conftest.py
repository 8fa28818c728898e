"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No timed assertions: on a busy machine a deadline fails what is right.
settings.register_profile(
    "briefing-bot", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("briefing-bot")
