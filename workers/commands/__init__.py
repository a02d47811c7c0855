"""Subcommands of `raabta`: one per file."""
