/** The text of a configuration file: its bytes, once they are sure to be text of a sensible size. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '../config-error.ts';

/** Bytes above which a file is no configuration: the longest one of this repository has 20 kB. */
const MOST_BYTES = 1_000_000;

/**
 * Reads a UTF-8 file, without its byte-order mark. Throws ConfigError when it is missing or unreadable, too long, in
 * another encoding, or binary; with the line of the first wrong byte where there is one.
 */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing
      ? 'no such file: check the path and the folder you are in'
      : `cannot be read (${String((cause as NodeJS.ErrnoException).code)})`;
    throw new ConfigError([{ file, line: null, path: '', message }], { cause });
  }
  const refuse = (line: number | null, message: string): never => {
    throw new ConfigError([{ file, line, path: '', message }]);
  };
  if (bytes.length > MOST_BYTES) {
    refuse(
      null,
      `has ${String(bytes.length)} bytes; a configuration has at most ${String(MOST_BYTES)}: is it the right file?`,
    );
  }
  if (isUtf16(bytes)) refuse(1, 'is text in UTF-16: save it as UTF-8');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  if (!isUtf8(bytes))
    refuse(lineAt(text.indexOf('\uFFFD')), 'is not text in UTF-8 from here on: save it as UTF-8');
  const control = indexOfControl(text);
  if (control >= 0) {
    const code = text.charCodeAt(control).toString(16).padStart(2, '0');
    refuse(lineAt(control), `holds the control character 0x${code}: is it a text file?`);
  }
  return text;
}

/** Whether a byte-order mark, or a zero beside each letter of the start, says so. */
function isUtf16(bytes: Buffer): boolean {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  return marked || (b === 0 && d === 0 && a * c !== 0) || (a === 0 && c === 0 && b * d !== 0);
}

/** Index of the first character that no editor writes into a text; −1 where there is none. */
function indexOfControl(text: string): number {
  const white = ['\t', '\n', '\r'];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x7f || (code < 0x20 && !white.includes(text[i]!))) return i;
  }
  return -1;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
