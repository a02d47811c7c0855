"""What a browser or a carrier talks to."""
