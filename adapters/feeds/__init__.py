"""Feeds that somebody else publishes. Needs the extra `feeds`; nothing is imported here."""
