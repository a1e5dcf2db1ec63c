"""Open-source programs: their language, what they do when they meet, program games and program spaces."""
