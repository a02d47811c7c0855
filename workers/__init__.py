"""What runs without a browser: jobs, the dialler, upkeep, the sandbox carrier, robots, the raabta command."""
