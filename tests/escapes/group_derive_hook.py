# expect: stopped AccessRefused
class G(ExceptionGroup):
    def derive(self, e): return main
async def main():
    "use workflow"
    return G("x", [ValueError()]).split(ValueError)
