"""Bytes to article: what somebody gives us to read, and what it says of itself.

``article`` reads a text that is checked for claims, ``metadata`` the facts about
a source, ``quote`` looks for a quotation in a capture. Nothing here writes and
nothing here goes to the network. What comes in is hostile: every size has a cap,
every algorithm is linear in what it reads.
"""
