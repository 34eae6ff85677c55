"""Somebody's spreadsheet, in and out: a map says which column fills which field."""
