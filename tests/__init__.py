"""Tests: sentences about a call centre, on the real PostgreSQL and Valkey."""
