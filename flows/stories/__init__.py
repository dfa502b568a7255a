"""Story folders on this machine, and what an edit of one changes in stored articles."""
