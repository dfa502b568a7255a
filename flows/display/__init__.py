"""What a person reads: tables, bars, the end of a run."""
