/** A reader of RFC 4180 for tests, written by the letter of its grammar. */

/** Records of fields; a quoted field may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        if (at >= text.length) throw new Error('quote not closed');
        if (text[at] === '"') at += 1;
        field += text.charAt(at);
      }
      at += 1;
    } else {
      for (; at < text.length && !',\r"'.includes(text.charAt(at)); at += 1) field += text.charAt(at);
    }
    records.at(-1)?.push(field);
    if (text[at] === ',') {
      at += 1;
    } else if (text.startsWith('\r\n', at)) {
      at += 2;
      if (at < text.length) records.push([]);
    } else {
      throw new Error(`character ${String(at)}: expected a comma or CRLF`);
    }
  }
  return records;
}
