"""The JSON API: a department's machines read its figures with a key."""
