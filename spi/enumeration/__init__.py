"""Outcome tables of program spaces, and counts over all their profiles, fast; no claim is made here."""
