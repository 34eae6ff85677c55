"""Claims kept flat, counted and searched: segments, postings, and how they grow."""
