import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { checkParameters, checkUnique, isFatal } from './agent-check';
import { parseAgentMetadata, wordsIn } from './agent-metadata';
import { agentListProbe, agentMetadataProbe, agentSpec, parseAgentSpec, parseNameList } from './agent-probes';
import apache from './fixtures/agent-apache.json';
import apc from './fixtures/agent-fence-apc.json';
import ipmilan from './fixtures/agent-fence-ipmilan.json';
import filesystem from './fixtures/agent-filesystem.json';
import ipaddr2 from './fixtures/agent-ipaddr2.json';
import stateful from './fixtures/agent-stateful.json';
import systemd from './fixtures/agent-systemd.json';
import { defaultOperations } from './operations';

function read(text: string) {
  const parsed = parseAgentMetadata(text);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value;
}
const parameter = (text: string, name: string) =>
  read(text).parameters.find((candidate) => candidate.name === name);

describe('parseAgentMetadata', () => {
  it('reads types, defaults, what is required and what is unique', () => {
    expect(parameter(ipaddr2.output, 'ip')).toMatchObject({
      type: 'string',
      isRequired: true,
      isUnique: true,
    });
    expect(parameter(ipaddr2.output, 'arp_interval')).toMatchObject({ type: 'integer', default: '200' });
    expect(parameter(ipaddr2.output, 'lvs_support')).toMatchObject({ type: 'boolean', default: 'false' });
    expect(parameter(filesystem.output, 'device')?.isRequired).toBe(true);
    expect(parameter(filesystem.output, 'options')?.isRequired).toBe(false);
    expect(parameter(stateful.output, 'state')).toMatchObject({ isUnique: true, uniqueGroup: 'state' });
    expect(parameter(stateful.output, 'envfile')).toMatchObject({ isReloadable: true });
    expect(parameter(ipmilan.output, 'auth')).toMatchObject({
      type: 'select',
      options: ['md5', 'password', 'none'],
    });
    expect(parameter(ipmilan.output, 'passwd')).toMatchObject({ isDeprecated: true });
    expect(parameter(ipmilan.output, 'ip')).toMatchObject({ obsoletes: 'ipaddr', isDeprecated: false });
    expect(read(systemd.output).actions).toContainEqual({
      name: 'monitor',
      timeout: '100s',
      interval: '60s',
      depth: 0,
    });
  });

  it('reads what real agents write loosely', () => {
    const metadata = read(`some shell noise
<?xml version="1.0"?>
<!-- made by hand -->
<!DOCTYPE resource-agent PUBLIC "-//x//y" "ra-api-1.dtd">
<resource-agent name=" odd "><version>0.9</version>
<longdesc><![CDATA[a < b & "c"]]></longdesc>
<longdesc lang="ko_KR">설명</longdesc>
<parameters>
  <parameter name="a" unique="1" required="yes"><shortdesc>two
    lines</shortdesc><content type="Boolean" default=""/></parameter>
  <parameter name="b" reloadable="true"><content type="second" default="30"/><deprecated/></parameter>
  <parameter name="c"><content type="enum"><option value="x"/><option>y</option></content></parameter>
  <parameter name="d"/>
  <parameter name="d"><content type="integer"/></parameter>
  <parameter/>
</parameters>
<actions><action name="monitor" interval="" timeout=" 5 " role="Slave" depth="x"/><action/></actions>
<special tag="x"/></resource-agent>`);
    expect(metadata).toMatchObject({ name: 'odd', version: '0.9' });
    expect(wordsIn(metadata.longDesc, 'en')).toBe('a < b & "c"');
    expect(wordsIn(metadata.longDesc, 'ko')).toBe('설명');
    expect(metadata.parameters.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'a boolean',
      'b time',
      'c select',
      'd string',
    ]);
    expect(metadata.parameters[0]).toMatchObject({ isRequired: true, isUnique: true });
    expect(metadata.parameters[0]).not.toHaveProperty('default');
    expect(metadata.parameters[0]?.shortDesc).toEqual({ en: 'two lines' });
    expect(metadata.parameters[1]).toMatchObject({ isDeprecated: true, isReloadable: true });
    expect(metadata.parameters[2]?.options).toEqual(['x', 'y']);
    expect(metadata.actions).toEqual([{ name: 'monitor', timeout: '5', role: 'Unpromoted', depth: 0 }]);
  });

  it('refuses what is no metadata, and document types with entities in them', () => {
    for (const text of [
      '',
      'not found',
      '<cib/>',
      '<resource-agent/>',
      '<!DOCTYPE resource-agent [<!ENTITY a "b">]><resource-agent name="x"/>',
      ipaddr2.output.slice(0, -40),
    ]) {
      expect(parseAgentMetadata(text).ok, text.slice(0, 60)).toBe(false);
    }
  });

  it('never throws on damaged output', () => {
    const texts = mutatedText([ipaddr2.output, ipmilan.output, stateful.output]);
    fc.assert(
      fc.property(texts, (text) => void [parseAgentMetadata(text), parseNameList(text)]),
      { numRuns: 150 },
    );
  });
});

const agent = 'ocf:pacemaker:Dummy';
const installed = spawnSync('crm_resource', ['--show-metadata', agent], { encoding: 'utf8' });
if (installed.status !== 0) console.warn('SKIPPED: no Pacemaker here to ask about its agents');
describe.skipIf(installed.status !== 0)('an agent of this machine', () => {
  it('is read', () => {
    expect(read(installed.stdout)).toMatchObject({ name: 'Dummy' });
    expect(defaultOperations(read(installed.stdout)).map(({ name }) => name)).toContain('monitor');
  });
});

describe('checkParameters', () => {
  const problems = (text: string, values: Record<string, string>, kind?: 'fence-device') =>
    checkParameters(read(text), values, kind).map((problem) => `${problem.kind} ${problem.name}`);

  it('finds nothing wrong with what the reference sets up', () => {
    expect(problems(ipaddr2.output, { ip: '192.168.1.100', cidr_netmask: '24', nic: 'eno1' })).toEqual([]);
    const fence = { ip: '10.0.9.11', username: 'ha', password_script: '/etc/ha/p1', lanplus: '1' };
    expect(
      problems(
        ipmilan.output,
        { ...fence, pcmk_host_list: 'node1', pcmk_delay_base: '5s', pcmk_reboot_timeout: '120' },
        'fence-device',
      ),
    ).toEqual([]);
    expect(problems(filesystem.output, { device: '/dev/drbd0', directory: '/srv', fstype: 'xfs' })).toEqual(
      [],
    );
  });

  it('names what is missing, unknown, or of the wrong type', () => {
    expect(problems(filesystem.output, { device: '', fsType: 'xfs' })).toEqual([
      'missing-required device',
      'missing-required directory',
      'missing-required fstype',
      'unknown-parameter fsType',
    ]);
    expect(
      problems(ipaddr2.output, { ip: '10.0.0.1', arp_count: 'five', lvs_support: 'maybe', nic: 'a\0' }),
    ).toEqual(['not-integer arp_count', 'not-boolean lvs_support', 'invalid-value nic']);
    expect(problems(ipmilan.output, { auth: 'sha1', pcmk_host_list: 'n' })).toEqual([
      'missing-required action',
      'unknown-option auth',
      'unknown-parameter pcmk_host_list',
    ]);
    expect(
      problems(
        ipmilan.output,
        { pcmk_host_check: 'ask', pcmk_delay_max: 'soon', pcmk_off_retries: 'x' },
        'fence-device',
      ),
    ).toEqual(['unknown-option pcmk_host_check', 'not-time pcmk_delay_max', 'not-integer pcmk_off_retries']);
  });

  it('takes an old name for the new one, and says so', () => {
    const found = checkParameters(
      read(apc.output),
      { ipaddr: '10.0.0.1', login: 'ha', password_script: '/x' },
      'fence-device',
    );
    expect(found).toEqual([
      { kind: 'deprecated', name: 'ipaddr', insteadOf: 'ip' },
      { kind: 'deprecated', name: 'login', insteadOf: 'username' },
    ]);
    expect(found.some(isFatal)).toBe(false);
    expect(problems(apc.output, {}, 'fence-device')).toEqual([
      'missing-required ip',
      'missing-required username',
    ]);
  });

  it('sends passwords to the script that holds them', () => {
    expect(checkParameters(read(ipmilan.output), { password: 'x' }, 'fence-device')).toContainEqual({
      kind: 'secret',
      name: 'password',
      use: 'password_script',
    });
    expect(checkParameters(read(ipmilan.output), { passwd: 'x' }, 'fence-device')).toContainEqual(
      expect.objectContaining({ kind: 'secret', name: 'passwd' }),
    );
  });
});

describe('checkUnique', () => {
  it('finds the resource that has the same value already', () => {
    const others = [{ id: 'vip', params: { ip: '10.0.0.1' } }];
    expect(checkUnique(read(ipaddr2.output), { ip: '10.0.0.1' }, others)).toContainEqual({
      kind: 'not-unique',
      name: 'ip',
      with: 'vip',
    });
    expect(checkUnique(read(ipaddr2.output), { ip: '10.0.0.2' }, others)).toEqual([]);
  });
});

describe('defaultOperations', () => {
  it('takes the advice of the agent, without deep checks and without questions', () => {
    expect(
      defaultOperations(read(filesystem.output)).map(({ name, interval }) => `${name} ${interval}`),
    ).toEqual(['start 0s', 'stop 0s', 'monitor 20s']);
    expect(defaultOperations(read(ipaddr2.output))).toContainEqual({
      name: 'monitor',
      interval: '10s',
      timeout: '20s',
    });
    expect(defaultOperations(read(apache.output)).some(({ name }) => name === 'status')).toBe(false);
  });

  it('never gives two monitors one interval', () => {
    const text = stateful.output.replaceAll('interval="11s"', 'interval="10s"');
    expect(
      defaultOperations(read(text))
        .filter(({ name }) => name === 'monitor')
        .map(({ interval, role }) => `${interval} ${role}`),
    ).toEqual(['10s Promoted', '11s Unpromoted']);
  });
});

describe('the commands that ask', () => {
  it('are exact', () => {
    expect(agentMetadataProbe({ class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' }).command.argv).toEqual(
      ['crm_resource', '--show-metadata', 'ocf:heartbeat:IPaddr2'],
    );
    expect(agentMetadataProbe({ class: 'stonith', type: 'fence_ipmilan' }).command.argv).toEqual([
      'stonith_admin',
      '--metadata',
      '--agent',
      'fence_ipmilan',
    ]);
    expect(agentListProbe('ocf', 'heartbeat').command.argv.at(2)).toBe('ocf:heartbeat');
  });

  it('take no name that could be anything else', () => {
    for (const type of ['-x', '../x', 'a b', 'a;b', '', 'a\n', 'x'.repeat(200)])
      expect(() => agentMetadataProbe({ class: 'ocf', provider: 'heartbeat', type })).toThrow(RangeError);
    for (const text of ['ocf:IPaddr2', 'nosuch:x', 'systemd:', '', 'ocf:a:b c'])
      expect(parseAgentSpec(text)).toBeUndefined();
    for (const text of ['ocf:heartbeat:IPaddr2', 'systemd:drbd@hafs', 'stonith:external/ipmi']) {
      const name = parseAgentSpec(text);
      expect(name && agentSpec(name)).toBe(text);
    }
    expect(parseAgentSpec('ocf::heartbeat:IPaddr2')).toEqual({
      class: 'ocf',
      provider: 'heartbeat',
      type: 'IPaddr2',
    });
    expect(() => agentListProbe('ocf', '../x')).toThrow(RangeError);
  });
});
