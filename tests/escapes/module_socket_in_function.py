# expect: stopped NotAvailable
async def main():
    "use workflow"
    import socket
    return socket.socket()
