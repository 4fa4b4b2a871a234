# expect: stopped
import decimal
async def main():
    "use workflow"
    d = decimal.Decimal(3)
    c = decimal.Context(prec=5000)
    while True: c.ln(d)
