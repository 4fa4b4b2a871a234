"""The sandbox: the author's source, compiled under a policy, run once per run in a namespace of its own."""
