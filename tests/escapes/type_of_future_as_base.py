# expect: stopped AccessRefused
import vm


async def main():
    "use workflow"
    class G(type(vm.gather())): pass
