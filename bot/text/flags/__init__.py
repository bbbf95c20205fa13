"""The passages in which a source says that something is unverified, and the phrases that tell them."""
