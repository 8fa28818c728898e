"""A process of its own for whatever somebody else wrote and we have to parse.

The one folder of `adapters/` that two others build on: pages and feeds are read in the same way.
"""
