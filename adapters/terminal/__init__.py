"""The terminal: a conversation with one person."""
