"""Use cases of the rehearsal: asked for, and carried out."""
