"""The steps that bring a database from any earlier release to this one.

To change a table, change `tables.py`, add the next file in `versions/`, and run the tests.
A released step never changes, and none leads back: restore a backup instead.
"""
