/**
 * Splits one line of HAProxy's CSV. Fields with a comma or a quote are in double quotes, a quote inside is doubled
 * (RFC 4180; HAProxy's csv_enc). HAProxy ends each line with a comma, so the last field is empty.
 * @returns undefined when quotes do not balance
 */
export function splitCsvLine(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      const end = comma === -1 ? line.length : comma;
      const field = line.slice(at, end);
      if (field.includes('"')) return undefined;
      fields.push(field);
      if (comma === -1) return fields;
      at = comma + 1;
      continue;
    }
    const closing = closingQuote(line, at);
    if (closing === -1) return undefined;
    fields.push(line.slice(at + 1, closing).replaceAll('""', '"'));
    if (closing + 1 === line.length) return fields;
    if (line[closing + 1] !== ',') return undefined;
    at = closing + 2;
  }
}

function closingQuote(line: string, opening: number): number {
  let at = line.indexOf('"', opening + 1);
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}
