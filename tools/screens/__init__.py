"""Pictures of what people see: commands run on a small world, drawn as SVG at a width, dark or light.

`python -m tools.screens --write` draws those that README shows anew.
"""
