"""Records to what readers see: the report of a check, and the index of a ledger.

``report`` says what a report holds, ``render`` writes it as Markdown through the
templates, ``site`` does so for a whole ledger. Foreign text gets into a page through
``escape`` and ``prose`` only. Rendering knows no clock, locale or time zone: the same
records give the same bytes everywhere.
"""
