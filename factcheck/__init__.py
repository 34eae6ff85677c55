"""factcheck: a fact-checker's command line over a ledger of evidence in git.

The rooms of this package, what each holds and who may import whom stand in
``docs/architecture.md``; ``tests/test_rooms.py`` holds the code to it.
"""

__version__ = "0.1.0"
