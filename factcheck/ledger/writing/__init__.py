"""How a change becomes one commit, and what is done when it is cut short."""
