"""What the benchmarks share: one record of what was measured, its table, its comparison."""
