"""From nothing to a running site with a sample ward in it."""
