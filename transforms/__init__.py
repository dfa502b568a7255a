"""Pure text analysis: text in, records out. No I/O, no clock, no globals."""
