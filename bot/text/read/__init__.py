"""From bytes to the text, the title, the date and the entries that a page or a feed holds."""
