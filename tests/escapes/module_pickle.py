# expect: stopped NotAvailable
import pickle


async def main():
    "use workflow"
    return pickle.loads(b"cos\nsystem\n(S'true'\ntR.")
