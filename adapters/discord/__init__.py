"""Discord: translates interactions and messages into questions, and briefs into embeds."""
