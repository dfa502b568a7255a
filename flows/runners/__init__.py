"""Where the Beam pipeline runs: in this process, in several, or on Apache Flink."""
