"""Rules: pure decisions on facts; no clock, no database, no network."""
