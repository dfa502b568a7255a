"""Archives of articles, tagged part by part: WARC, Parquet, JSON Lines."""
