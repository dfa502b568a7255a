"""Articles: the bytes of a page in, a normalised article out."""
