import json


async def main():
    "use workflow"
    data = {"z": [1, 2.5, None, True], "a": {"ü": "\u2028"}}
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try: json.loads("{bad")
    except json.JSONDecodeError as error: where = error.lineno, error.colno, error.msg
    return text, json.loads(text) == data, json.dumps(data, indent=1), where, json.loads("[1.0, 1e3]", parse_float=str), json.dumps("é")
