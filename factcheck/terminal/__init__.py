"""Records to what a terminal shows.

``safe`` is the one place that makes foreign text safe for a terminal. The views
(``check_view``, ``list_view``, …) make pages of blocks; ``plain`` writes a page
into a pipe, ``drawn`` draws it with rich.
"""
