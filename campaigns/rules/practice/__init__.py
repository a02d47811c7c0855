"""Practice calls: invented people, what they say, and how a call with them is judged."""
