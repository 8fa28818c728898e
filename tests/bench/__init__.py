"""Benchmarks: `make bench`. Not part of the tests, nor of the product."""
