"""Areas: the administrative tree, and which of its places a row names."""
