"""The floor: who needs help, who listens to whom, and why nothing is being dialled."""
