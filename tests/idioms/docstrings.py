'''Module.'''
def f():
    '''Function.'''
class C:
    '''Class.'''
    def m(self):
        '''Method.'''
        self.x = 1


async def main():
    "use workflow"
    return __doc__, f.__doc__, C.__doc__, C.m.__doc__, __name__
