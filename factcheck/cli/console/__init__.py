"""The terminal as a person meets it: what is said, asked, shown and interrupted.

``session`` is what a door gets to see; it speaks through ``screen`` and asks through
``dialogue``.
"""
