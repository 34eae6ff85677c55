"""Where records lie: folders of YAML files, kept by git, read through a cache.

``ledger.py`` is the facade that the other rooms use; what it reads of a commit is
in ``committed``, and ``past`` is the ledger as an earlier one held it. Behind it:
``layout`` (record and path), ``codec`` and ``canonical`` (YAML and record), ``git``
(the one door to git), ``write`` (a change becomes one commit), ``cache`` and
``reading`` (SQLite in front of the files), ``naming``, ``search`` and ``completing``
(which records somebody means), ``log`` with ``history`` and ``operations`` (versions
of a record, commits on the ledger), ``branches`` (what others hold).
"""
