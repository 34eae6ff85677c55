"""Whether a ledger holds together: what ``verify`` reports."""
