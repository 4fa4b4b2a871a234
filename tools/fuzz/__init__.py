"""Mutated hostile and ordinary source, thrown at the sandbox in processes that may die of it.

python -m tools.fuzz --minutes 5 --seed 1
"""
