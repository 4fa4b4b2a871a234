# expect: stopped AccessRefused
class G(ExceptionGroup): pass


async def main():
    "use workflow"
    return G
