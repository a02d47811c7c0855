"""Use cases of Raabta, by what they are about: one verb per file, one function of the same name."""
