"""The claims that a text flags itself: what is stated, who states it, and what would settle it."""
