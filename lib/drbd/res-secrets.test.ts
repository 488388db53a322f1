import { describe, expect, it } from 'vitest';
import { withoutResSecrets, withResSecrets } from './res-secrets';

const FILE = `resource hafs {
  net {
    cram-hmac-alg sha256;
    shared-secret "s3cr\\"et; no";
  }
  # shared-secret old;
}
`;

describe('secrets of a resource file', () => {
  it('never get into the text a plan holds', () => {
    const text = withoutResSecrets(FILE);
    expect(text).not.toMatch(/s3cr|old/);
    expect(text).toContain('shared-secret "{{secret 1}}";');
  });

  it('come back to the byte from the file they were taken from', () =>
    expect(withResSecrets(withoutResSecrets(FILE), FILE)).toBe(FILE));

  it('come back into an edited text', () => {
    const edited = withoutResSecrets(FILE).replace('sha256', 'sha1');
    expect(withResSecrets(edited, FILE)).toBe(FILE.replace('sha256', 'sha1'));
  });

  it('leave a place empty whose secret is gone, which no hash will match', () =>
    expect(withResSecrets(withoutResSecrets(FILE), 'resource hafs { }')).toContain('{{secret 1}}'));
});
