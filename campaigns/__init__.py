"""Use cases of Raabta: one verb per file, one function of the same name."""
