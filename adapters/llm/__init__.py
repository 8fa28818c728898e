"""A language model behind a chat endpoint, as OpenAI and most local servers speak it."""
