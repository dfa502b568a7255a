"""Safe fetching: one address in, bounded bytes or one typed error out."""
