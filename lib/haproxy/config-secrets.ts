/** Passwords in haproxy.cfg, out of sight: for showing it to people who may not read the file itself. */
const SECRET = /\b(insecure-password|password|stats\s+auth|auth-pass|secret)(\s+)("[^"]*"|'[^']*'|\S+)/gi;

export const withoutConfigSecrets = (text: string): string => text.replace(SECRET, '$1$2•••');
