"""The only package that knows SQLite: one file per table family, plain functions that take the connection first.

A caller composes them inside one `Database.write` or `Database.read`, which makes them one transaction.
"""
