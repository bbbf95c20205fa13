"""ClaimWatch: keeps claims that nobody could check yet, and looks again."""

__version__ = "0.1.0"
