"""People out: one file per way to deliver."""
