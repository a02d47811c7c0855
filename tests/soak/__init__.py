"""A small floor of which one process is killed at a random moment: nobody rung twice, nothing stuck, no outcome lost."""
