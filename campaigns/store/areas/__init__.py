"""Areas in the store: the shipped tables, and the gazetteer of a process."""
