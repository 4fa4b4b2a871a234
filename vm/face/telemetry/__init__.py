"""What operators see of runs from outside: metrics, traces, log records. Nothing of it is loaded unless it is used."""
