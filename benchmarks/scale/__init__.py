"""What one machine can do, and Flink on it: ``python -m benchmarks.scale``."""
