"""Use cases of calling: when people may be called, how often, and how calls are placed."""
