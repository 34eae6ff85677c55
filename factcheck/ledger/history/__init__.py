"""What was: commits, versions of a record, earlier ledgers, other branches."""
