# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    setattr(C, "__match_args__", ("gi_frame",))
