"""Robot agents: sign in over HTTP and work the desk as people do, for demo, load and acceptance."""
