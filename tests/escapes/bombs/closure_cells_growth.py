# expect: stopped
async def main():
    "use workflow"
    fs = []
    while True:
        x = [0] * 1000
        fs.append(lambda x=x: x)
