"""Where records lie: folders of YAML files, kept by git, read through a cache.

``ledger.py`` is the facade that the other rooms use; what it reads of a commit is
in ``committed``. Behind it: ``layout`` (record and path), ``format`` (YAML and record),
``git`` (the one door to git), ``writing`` (a change becomes one commit), ``cache``
(SQLite in front of the files), ``naming``, ``search`` and ``completing`` (which records
somebody means), ``history`` (earlier ledgers, versions of a record, what others hold).
"""
