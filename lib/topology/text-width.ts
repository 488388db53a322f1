/**
 * Width of a text in the product's font, estimated, in pixels: the layout is pure and cannot measure. A little too wide
 * rather than too narrow; what still does not fit is cut by the view and readable in full on focus.
 */
export function textWidth(text: string, fontPx: number): number {
  let em = 0;
  for (const char of text) em += charEm(char);
  return em * fontPx;
}

function charEm(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (
    code >= 0x1100 &&
    (code <= 0x11ff ||
      (code >= 0x2e80 && code <= 0xd7ff) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      code >= 0xff00)
  )
    return 0.9;
  if (char === ' ') return 0.26;
  if (/[ijlI.,:;|'!]/.test(char)) return 0.29;
  if (/[mwMW@%]/.test(char)) return 0.88;
  if (/[A-Z]/.test(char)) return 0.68;
  return 0.57;
}
