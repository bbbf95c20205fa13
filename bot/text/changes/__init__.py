"""What an edit of a page, or a new entry of a feed, means for one claim."""
