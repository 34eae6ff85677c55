"""The door to git: its processes, objects, index, settings and remotes."""
