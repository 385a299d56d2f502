"""Changing. Each function: permission, rule, write, record; the caller owns the transaction."""
