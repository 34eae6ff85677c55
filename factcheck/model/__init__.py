"""The records, their ids, dates and digests, and the state derived from them.

Nothing here touches a file, git, the clock or a terminal, and nothing imports
another room. The record classes (``claim``, ``evidence``, ``verdict``,
``article``, ``settings``) need pydantic; everything else here does without, so
that a command that only reads from the cache never imports it.
"""

import os

# A plug-in of pydantic's would run in our validation, and looking for one reads what
# every package that is installed says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
