"""The demo: invented people, a dirty list of them, a running floor, and the reckoning at its end."""
