"""Joining two versions of a ledger that grew out of one: by field, never by line."""
