"""A language model that may word answers, and what keeps it to the claims."""
