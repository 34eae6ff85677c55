"""One page over the network: which hosts may be reached, how much is taken from them.

``fetching`` is what the rest of the program sees. Here and nowhere else is a
connection opened: ``hosts`` decides to where, ``connection`` opens it, ``route``
goes through a proxy where there is one, ``answer`` reads what comes, ``limits``
counts. All of it is hostile: the name, the address behind it, each byte.
"""
