"""Reports in the store: answers and work counted, and what is sent by itself."""
