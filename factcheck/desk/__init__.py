"""What a fact-checker does: each act takes a desk and values, and makes one commit.

The acts know nothing of terminals: ``cli/`` parses, calls one of them, shows what
it gives and chooses the exit code. Why this room exists beside those of the first
plan: docs/decisions/0002-a-room-for-the-acts.md.
"""
