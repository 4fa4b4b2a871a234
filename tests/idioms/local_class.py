async def main():
    "use workflow"
    def make(n):
        class Local:
            value = n
            def get(self): return self.value, n
        return Local().get()
    return make(3)
