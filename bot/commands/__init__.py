"""Discord: one file per slash command or context menu."""
