"""The bot's own HTTP server: health checks, and what platforms call."""
