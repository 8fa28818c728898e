"""Files and HTML that somebody else wrote, turned into text and sentences.

Needs the extra `archive`. Nothing is imported here, so that other commands start fast.
"""
