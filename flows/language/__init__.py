"""The language model, the extractor made with it, and texts that are not in the warehouse."""
