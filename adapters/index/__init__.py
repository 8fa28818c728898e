"""Indexes on disk: disposable, each in a folder of its own, and made anew where they are unfit."""
