"""Lists: how a file is read, what becomes of each row, how it is mended and sampled, and how long it is kept."""
