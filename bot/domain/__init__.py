"""Pure decisions and the values they work on: standard library only, no I/O, no clock."""
