"""Use cases of calls: placed, answered, ended and settled, and those that people make to us."""
