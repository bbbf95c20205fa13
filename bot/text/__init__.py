"""Pure and CPU-bound: what a text says and what it does to a claim."""
