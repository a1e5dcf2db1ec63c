"""Text, tables and the command line; no mathematics."""
