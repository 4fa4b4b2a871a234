#!/usr/bin/env bash
# Make the virtual environment with everything that the suite needs: tools/venv.sh FOLDER
set -euo pipefail

venv=${1:?usage: tools/venv.sh FOLDER}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    echo "No Python >= 3.11 was found. Install one, or name it: PYTHON=/path/to/python3 make test" >&2
    return 1
}

# Distributions that split Python leave ensurepip out; the pip that is there can then fill the environment.
make_environment() {
    "$1" -m venv "$venv" 2>/dev/null && return
    rm -rf "$venv"
    "$1" -m venv --without-pip "$venv" && "$1" -m pip --python "$venv/bin/python" install --quiet pip
}

if ! is_new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    rm -rf "$venv"
    if ! make_environment "$python"; then
        rm -rf "$venv"
        echo "$python can make no virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[test]'

# CPython 3.14 as WebAssembly, on which the sandbox's tests run too. Without Node they are skipped, and say so.
python314="$venv/python314"
mkdir -p "$python314"
cp tools/python314/package.json tools/python314/package-lock.json "$python314"
if ! { command -v npm >/dev/null && npm ci --prefix "$python314" --silent --no-audit --no-fund; }; then
    echo "npm could not install Pyodide: the tests on Python 3.14 will be skipped" >&2
fi
