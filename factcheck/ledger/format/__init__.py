"""What a record looks like in its file: YAML, its checks, its schema."""
