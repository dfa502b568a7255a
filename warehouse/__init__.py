"""The DuckDB warehouse: every SQL statement of onrecord lives in this package."""
