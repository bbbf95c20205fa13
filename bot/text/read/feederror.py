"""What is wrong with a feed."""

from __future__ import annotations


class FeedError(ValueError):
    """The body can not be read as a feed; the message is one clear sentence."""
