/** What the command-line scripts of this folder share. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

/** @param {string} url a module's import.meta.url @returns {boolean} was it started as the program */
export function isMain(url) {
    return Boolean(process.argv[1]) && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** A failure that is the user's to mend: shown without a stack trace. */
export class UserError extends Error {}

/**
 * Runs a script's main function; its errors become one line and exit status 1. LLVM and Binaryen are
 * big modules that a script uses shortly: V8's optimizing compiler would take twice the time that
 * they then take.
 * @param {string} script its name, for messages
 * @param {() => unknown} main
 */
export async function runMain(script, main) {
    setFlagsFromString('--liftoff-only');
    try {
        await main();
    } catch (error) {
        if (!(error instanceof UserError)) throw error;
        console.error(`${script}: ${error.message}`);
        process.exitCode = 1;
    }
}
