"""Invented data for development, played through the real verbs on one rising timeline."""
