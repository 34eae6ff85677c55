"""Which known claim does a sentence repeat, how sure is that, and why.

Pure: no files, no network, no clock. The way of a sentence: its terms (`tokenising`),
the claims that share them (`postings`), what each has in common with it (`features`),
a score (`ranking`), where both say different things (`differences`), and why
(`explanation`). `index.Index` is the door to all of it, `duplicates` the guard of a
claim that is about to be opened; `checkability` says what looks like a new one, and
`near_names` which names may be one.

Nothing is imported here: `show` asks about names alone, and is not to load the rest.
"""
