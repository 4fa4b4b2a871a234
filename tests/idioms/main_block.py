import sys
if __name__ == '__main__':
    sys.exit(open('x'))


async def main():
    "use workflow"
    return 'fine'
