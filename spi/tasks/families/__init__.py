"""One module a family: what is asked, how it is drawn, and how the answer follows from certificates."""
