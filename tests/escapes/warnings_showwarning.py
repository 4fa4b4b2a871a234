# expect: stopped AccessRefused
import warnings
async def main():
    "use workflow"
    warnings.showwarning = print
