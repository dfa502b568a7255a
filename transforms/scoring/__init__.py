"""How well extracted statements agree with annotated ones."""
