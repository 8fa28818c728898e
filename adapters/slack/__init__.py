"""Slack: payloads in, messages out."""
