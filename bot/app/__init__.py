"""The composition root: builds the parts, starts them, stops them in reverse. The only reader of the clock."""
