/**
 * Signs that make a text look like another one, or move a terminal's cursor: control characters, and those that turn the
 * direction of writing. Tab and line breaks are none of them. What a person reviews must read as what runs.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;
const EVERY = new RegExp(UNSEEN.source, 'g');

export const hasUnseenSigns = (text: string): boolean => UNSEEN.test(text);

/** With each of them written out as `\u202e`: for logs and other places that show text as it is. */
export const withSignsShown = (text: string): string =>
  text.replace(EVERY, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
