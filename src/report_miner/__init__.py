"""Reads county reports on budget performance management into one checked database of figures."""
