"""The rule-based statement extractor: text in, ``Extraction`` records out."""
