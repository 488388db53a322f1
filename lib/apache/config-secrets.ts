/** Passwords in Apache's configuration, out of sight: for showing it to people who may not read the file itself. */

/** `AuthLDAPBindPassword x`, `SSLProxyMachineCertificatePassPhrase x`, `OIDCClientSecret x`; a path of a file is none. */
const DIRECTIVE = /^([ \t]*\w*(?:Password|PassPhrase|Passphrase|Secret)[ \t]+)\S.*$/gim;
/** `SetEnv DB_PASSWORD x`, `RequestHeader set Authorization "Basic x"`. */
const NAMED =
  /^([ \t]*(?:SetEnv|Define|RequestHeader[ \t]+\w+)[ \t]+"?\w*(?:password|passwd|secret|token|authorization)\w*"?[ \t]+)\S.*$/gim;

export const withoutApacheSecrets = (text: string): string =>
  text.replace(DIRECTIVE, '$1•••').replace(NAMED, '$1•••');
