"""What several use cases share: steps of an open transaction; none of them is a use case itself."""
