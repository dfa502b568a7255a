"""Texts that the benchmarks make for themselves."""
