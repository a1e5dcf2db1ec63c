"""Operations on profiles of programs: they change things, and claim nothing."""
