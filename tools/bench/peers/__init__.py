"""What users would pick instead: the same work on DBOS and on Vercel's Python SDK, in environments of their own."""
