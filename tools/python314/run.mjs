// CPython 3.14 as a command: node run.mjs PYODIDE [PYTHON-OPTION...] -m MODULE [ARGUMENT...]
//
// PYODIDE is the folder of the npm package. The folders of PYTHONPATH and the current one are the same inside as
// outside; standard input, standard output and the environment are passed on. There are no processes, threads or sockets.
import { existsSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...args] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const { HOME, ...env } = process.env;
const python = await loadPyodide({ env: { HOME: "/home/pyodide", ...env }, args: args.slice(0, args.indexOf("-m")) });

const read = (buffer) => {
  try {
    return readSync(0, buffer);
  } catch (error) {
    if (error.code === "EOF") return 0;
    throw error;
  }
};
const write = (file, buffer) => {
  for (let done = 0; done < buffer.length; ) {
    try {
      done += writeSync(file, buffer, done);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error; // the pipe is full
    }
  }
  return buffer.length;
};
python.setStdin({ read, isatty: false });
python.setStdout({ write: (buffer) => write(1, buffer), isatty: false });
python.setStderr({ write: (buffer) => write(2, buffer), isatty: false });

const paths = (env.PYTHONPATH ?? "").split(":").filter((path) => path && existsSync(path));
for (const path of new Set([...paths, process.cwd()])) {
  python.FS.mkdirTree(path);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: path }, path);
}
python.FS.chdir(process.cwd());

const [module, ...rest] = args.slice(args.indexOf("-m") + 1);
python.globals.set("argv", python.toPy([module, ...rest]));
process.exitCode = python.runPython(`
import runpy, sys
sys.path.insert(0, "")
sys.path_importer_cache.clear()  # the folders were not there when it began
sys.argv[:] = argv
def main():
    try:
        runpy.run_module(argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        import traceback
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
main()
`);
