"""Letters with a stroke and the like, which Unicode does not take apart."""

_PLAIN = dict(zip("ıøłđðħŧŋ", "iolddhtn", strict=True))
_PLAIN |= {"æ": "ae", "œ": "oe", "þ": "th"}
PLAIN_LETTERS = str.maketrans(_PLAIN)
"""For ``str.translate``, of casefolded text: ``ł`` is an l for who searches it."""
