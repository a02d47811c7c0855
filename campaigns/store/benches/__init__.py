"""What benchmarks stand on: long lists, queues and floors made inside PostgreSQL, and bare yardsticks."""
