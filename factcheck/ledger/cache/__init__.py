"""What is kept in front of the files: SQLite, filled, brought up to date, asked."""
