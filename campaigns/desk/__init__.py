"""Use cases of the desk: what an agent does from the beginning of her shift to its end."""
