"""Use cases of practice: calls with invented people, and how they are judged."""
