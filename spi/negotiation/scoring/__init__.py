"""What a negotiation that was played is worth: its outcome, its course, and how honest it was, in exact numbers."""
