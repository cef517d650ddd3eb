/** Sources from elsewhere: files of the reader's machine, and GitHub. */

import { FILE_NAME } from './state.js';

/** @typedef {{name: string, text: string}} SourceFile */

const LARGEST = 500_000; // bytes
const RAW_HOST = 'raw.githubusercontent.com';

/** @param {string} name of a file somewhere @returns {string} as a file can be called here */
function nameFor(name) {
    const base = name.split('/').at(-1)?.replace(/[^A-Za-z0-9_.-]/g, '_') ?? '';
    if (!FILE_NAME.test(base)) throw new Error(`“${name.slice(0, 80)}” is no C file: its name does not end in .c or .h.`);
    return base;
}

/** @param {string} address of a file on GitHub, as it is shown or raw @returns {URL} raw */
export function rawAddress(address) {
    let url;
    try {
        url = new URL(address);
    } catch {
        throw new Error('This is no address: it begins with https://github.com/ or https://raw.githubusercontent.com/.');
    }
    const [, owner, repository, kind, ...rest] = url.pathname.split('/');
    if (url.protocol === 'https:' && url.hostname === RAW_HOST) return url;
    if (url.protocol === 'https:' && url.hostname === 'github.com' && (kind === 'blob' || kind === 'raw')) {
        return new URL(`https://${RAW_HOST}/${owner}/${repository}/${rest.join('/')}`);
    }
    throw new Error('Only files on GitHub can be opened: https://github.com/…/blob/… or https://raw.githubusercontent.com/….');
}

/** @param {string} address @returns {Promise<SourceFile>} rejects in words */
export async function openAddress(address) {
    const url = rawAddress(address);
    const name = nameFor(url.pathname);
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(() => {
        throw new Error(`${url.href} could not be fetched.`);
    });
    if (!response.ok) throw new Error(`${url.href} was answered ${response.status}.`);
    const blob = await response.blob();
    if (blob.size > LARGEST) throw new Error(`${name} is larger than ${LARGEST / 1000} KB.`);
    return { name, text: await blob.text() };
}

/** @param {Iterable<File>} files @returns {Promise<SourceFile[]>} rejects in words */
export async function openFiles(files) {
    const opened = [];
    for (const file of files) {
        if (file.size > LARGEST) throw new Error(`${file.name} is larger than ${LARGEST / 1000} KB.`);
        opened.push({ name: nameFor(file.name), text: await file.text() });
    }
    return opened;
}
