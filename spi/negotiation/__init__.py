"""Structured negotiation: issues and preferences, protocols, transcripts, frontiers and bargaining solutions."""
