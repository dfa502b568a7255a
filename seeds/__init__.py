"""Stories: data that an analyst edits, and the loader that checks it."""
