import ssh2 from 'ssh2';

/**
 * A new ed25519 key pair in OpenSSH form. ssh2 now and then (about one in some hundred) writes a private key that it
 * cannot read back itself ("Malformed OpenSSH private key"): such a pair is thrown away.
 */
export function generateEd25519(comment?: string): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', comment === undefined ? {} : { comment });
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
