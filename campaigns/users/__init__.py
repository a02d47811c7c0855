"""Use cases of users: who may sign in, with which keys, and how each reads Raabta."""
