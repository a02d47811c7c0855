"""Sign-in: who is here, and who may open what."""
