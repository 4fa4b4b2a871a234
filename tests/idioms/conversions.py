async def main():
    "use workflow"
    return str(1), str(b'x', 'ascii'), repr('q'), ascii('é'), list(map(str, [1, 2])), ' '.join(map(str, (1, 2))), int('7'), float('1.5'), bytes([65]), hash(3)
