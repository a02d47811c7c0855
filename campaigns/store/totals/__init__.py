"""Totals: cases, dials and rows counted by place as they change, and held against a full count."""
