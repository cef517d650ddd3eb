/**
 * The works in asyncio under Pyodide: `node pyodide-main.js WORK REPEATS PAUSE N M`. The loop is
 * Pyodide's own, which hands each call to Node's: there is no other one in it.
 */
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

const source = new URL('../python/main.py', import.meta.url);
const python = await loadPyodide();
python.setStdout({ batched: (line) => process.stdout.write(`${line}\n`) });
const args = ['main.py', 'webloop', ...process.argv.slice(2)];
python.runPython(`import sys\nsys.argv = ${JSON.stringify(args)}`);
python.runPython(readFileSync(source, 'utf8'));
await python.runPythonAsync('await running');
process.exit(0); // timers that were cancelled are still Node's
