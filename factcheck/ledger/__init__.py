"""Where records lie: folders of YAML files, kept by git, read through a cache.

``ledger.py`` is the facade that the other rooms use. Behind it: ``layout``
(record and path), ``codec`` and ``canonical`` (YAML and record), ``git`` (the
one door to git), ``write`` (a change becomes one commit), ``cache`` and
``reading`` (SQLite in front of the files), ``history`` (versions of a record).
"""
