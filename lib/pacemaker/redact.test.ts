import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseCib } from './cib';
import { isSecretName, lastErrorLines, redactCibText, redactMessage } from './redact';

const SECRET = 'hunter2-S3cret';
const cib = (param: string, value: string): string =>
  `<cib admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/><nodes/><resources>` +
  `<primitive id="f" class="stonith" type="fence_ipmilan"><instance_attributes id="i"><nvpair id="n" name="${param}" value="${value}"/></instance_attributes></primitive>` +
  `</resources><constraints/></configuration><status/></cib>`;

describe('secrets', () => {
  it.each([
    'password',
    'passwd',
    'shared_secret',
    'community',
    'snmp_priv_passwd',
    'api_token',
    'Password',
    'shared-secret',
  ])('hides %s', (name) => {
    expect(redactCibText(cib(name, SECRET))).not.toContain(SECRET);
    expect(JSON.stringify(parseCib(cib(name, SECRET)))).not.toContain(SECRET);
  });
  it.each([
    'password_script',
    'passwd_script',
    'identity_file',
    'ip',
    'username',
    'token_timeout',
    'pcmk_host_list',
  ])('keeps %s', (name) => {
    expect(isSecretName(name)).toBe(false);
    expect(redactCibText(cib(name, '/etc/ha/p1'))).toContain('/etc/ha/p1');
  });

  it('hides them in text that is no XML any more, wherever it was cut', () => {
    const text = cib('password', SECRET);
    for (let length = text.indexOf(SECRET) + 6; length < text.length; length += 1) {
      expect(redactCibText(text.slice(0, length)), `cut at ${length}`).not.toContain('hunter');
    }
  });

  it('hides them whatever the value is', () => {
    const value = fc.string({ minLength: 6 }).map((text) => `zq${text.replace(/[<>&"'\s\p{Cc}]/gu, 'x')}`);
    fc.assert(fc.property(value, (secret) => !redactCibText(cib('passwd', secret)).includes(secret)));
  });

  it('hides them in tool messages in both orders and as assignments', () => {
    for (const text of [
      `<nvpair value="${SECRET}" id="x" name="password"/>`,
      `<nvpair name='passwd' value='${SECRET}'/>`,
      `fence_ipmilan: password=${SECRET} ip=1.2.3.4`,
      `passwd: "${SECRET}"`,
    ]) {
      expect(redactMessage(text)).not.toContain(SECRET);
    }
    expect(redactMessage('ip=1.2.3.4 login=admin')).toBe('ip=1.2.3.4 login=admin');
  });
});

it('keeps the reason and drops the CIB that cibadmin prints before it', () => {
  const stderr =
    `1 <cib admin_epoch="0" epoch="9">\n2   <nvpair id="n" name="password" value="${SECRET}"/>\n3 </cib>\n` +
    'Call failed: Update does not conform to the configured schema\n';
  expect(lastErrorLines(stderr)).toBe('Call failed: Update does not conform to the configured schema');
});
