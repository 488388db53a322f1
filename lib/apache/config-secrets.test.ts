import { expect, it } from 'vitest';
import { withoutApacheSecrets } from './config-secrets';

it('keeps passwords out of sight, and everything else as it is', () => {
  const text = [
    'Listen 192.168.10.100:80',
    '  AuthLDAPBindPassword "geheim"',
    '\tOIDCClientSecret geheim',
    'SetEnv DB_PASSWORD geheim',
    'RequestHeader set Authorization "Basic geheim"',
    'SSLCertificateKeyFile /etc/ssl/private/portal.key',
    'AuthUserFile /etc/apache2/passwords',
    '',
  ].join('\n');
  const shown = withoutApacheSecrets(text);
  expect(shown).not.toContain('geheim');
  expect(shown.match(/•••/g)).toHaveLength(4);
  expect(shown.split('\n').filter((line) => !line.includes('•••'))).toEqual([
    'Listen 192.168.10.100:80',
    'SSLCertificateKeyFile /etc/ssl/private/portal.key',
    'AuthUserFile /etc/apache2/passwords',
    '',
  ]);
});
