"""Store: the only place that knows SQL; functions take a session and never commit."""
