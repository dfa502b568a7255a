"""One monitoring run and its schedule: poll, pages, transform, land, publish."""
