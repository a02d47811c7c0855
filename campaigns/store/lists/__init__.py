"""Lists in the store: files, rows, mends, samples, newer versions, and the register of who must not be called."""
