"""What the `raabta bench` commands measure with."""
