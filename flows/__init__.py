"""Effects: fetch, run the pipeline, land, deliver; settings and the command line."""
