"""What the project's own people run: gates, crash rounds, measurements. Not shipped."""
