"""The table of syntax forms, `vm/sandbox/SYNTAX.md`: drawn from the policy, and held by running every form.

python -m tools.syntax            compare the table with the policy
python -m tools.syntax --write    mend it
"""
