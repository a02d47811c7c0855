"""Sheets: reads and writes office files (CSV, XLSX); the only place that knows their formats."""
