/**
 * Secrets in places where they do not belong (R12): a canary in the place of each is let through everything that stores,
 * sends, logs and shows; afterwards not one byte of any of them is found in the database, the log, a socket or an error.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST, ORIGIN, person } from '@/e2e/authz/visitors';
import { Tally } from '@/e2e/safety/tally';
import { until } from '@/e2e/sim/until';
import type { Actor } from '@/lib/auth/actor';
import { auth } from '@/lib/auth/auth';
import { parseXml } from '@/lib/base/xml';
import { listAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { parseDumpXml } from '@/lib/drbd/dump-xml';
import { parseResFile } from '@/lib/drbd/res-file';
import { withoutResSecrets } from '@/lib/drbd/res-secrets';
import { haproxyConfigView, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { itemKey } from '@/lib/live/protocol';
import { parseCib } from '@/lib/pacemaker/cib';
import { lastErrorLines } from '@/lib/pacemaker/redact';
import { startAdoption } from '@/lib/usecases/adoption';
import { proposePlan } from '@/lib/usecases/plans';
import { createUser } from '@/lib/usecases/users';
import { createWall } from '@/lib/usecases/walls';
import { getAdoption } from '@/lib/views/adoption';
import { createClusterRow } from '@/server/jobs/testing/stage';
import { gatewayRig, RigClient } from '@/server/live/live-rig';
import { LiveStore } from '@/server/live/store';
import { createLog, errorText } from '@/server/log';
import { testDatabase } from '@/server/testing/database';

testDatabase();
const tally = new Tally('R12');
afterAll(() => tally.report());

/** One for each secret; none is a word that could stand anywhere by itself. */
const CANARIES = {
  privateKey: 'CANARYprivatekey7f3a',
  sshPassword: 'CANARYsshpassword91cc',
  fencePassword: 'CANARYfencepassword04be',
  snmpCommunity: 'CANARYcommunity55d2',
  drbdSecret: 'CANARYdrbdsecret3e81',
  statsPassword: 'CANARYstatspassword6a70',
  userPassword: 'CANARYuserpassword2b9f',
  databasePassword: 'CANARYdatabase8d14',
} as const;

/** Looks for every canary, and says where it was. */
function search(place: string, text: string): readonly string[] {
  const found = Object.entries(CANARIES).filter(([, canary]) => text.includes(canary));
  for (const [name] of Object.entries(CANARIES))
    tally.add(`${name} in ${place}`, found.some(([one]) => one === name) ? 'found' : undefined);
  return found.map(([name]) => `${name} in ${place}`);
}

const CIB = `<cib epoch="1" admin_epoch="0" num_updates="0" validate-with="pacemaker-3.9"><configuration><crm_config/><nodes/>
<resources><primitive id="fence_n1" class="stonith" type="fence_ipmilan"><instance_attributes id="a">
<nvpair id="a-passwd" name="passwd" value="${CANARIES.fencePassword}"/>
<nvpair id="a-community" value="${CANARIES.snmpCommunity}" name="community"/>
</instance_attributes></primitive></resources><constraints/></configuration><status/></cib>`;
const HAPROXY = `global\n  stats socket /run/haproxy/admin.sock\nuserlist people\n  user admin insecure-password ${CANARIES.statsPassword}\nlisten stats\n  bind 127.0.0.1:9\n  stats auth admin:${CANARIES.statsPassword}\n`;
const RES = `resource hafs { net { shared-secret "${CANARIES.drbdSecret}"; } }\n`;
const DUMP = `<config file="drbd.conf"><resource name="hafs" conf-file-line="r0.res:1"><section name="net"><option name="shared-secret" value="${CANARIES.drbdSecret}"/></section></resource></config>`;
/** What tools print about themselves, in the ways that were seen. */
const MESSAGES = [
  `fence_ipmilan -a 10.0.0.1 --password=${CANARIES.fencePassword} -o status`,
  `Executing: passwd=${CANARIES.fencePassword} community: ${CANARIES.snmpCommunity}`,
  CIB,
  `call failed: 12: ${CIB}`,
  CIB.slice(0, CIB.indexOf(CANARIES.fencePassword) + CANARIES.fencePassword.length),
  HAPROXY,
  RES,
  DUMP,
];

describe('a canary in the place of every secret', () => {
  let actor: Actor;
  beforeAll(async () => {
    const administrator = (await person('administrator')).actor;
    if (!administrator) throw new Error('there is no administrator');
    actor = administrator;
  });

  it('is in no row of the database', async () => {
    const node = { host: '192.0.2.1', port: 22, login: 'root' };
    const adoptions = [
      await startAdoption(actor, node, { kind: 'key', privateKey: CANARIES.privateKey }),
      await startAdoption(actor, node, { kind: 'password', password: CANARIES.sshPassword }),
    ];
    const clusterId = await createClusterRow();
    const params = { ip: '10.0.0.1', passwd: CANARIES.fencePassword };
    const wishes = [
      {
        kind: 'create-fence-device',
        device: { id: 'f', agent: 'fence_ipmilan', params, victims: { kind: 'list', nodes: ['node1'] } },
      },
      { kind: 'edit-fence-device', id: 'f', edit: { params: { community: CANARIES.snmpCommunity } } },
      { kind: 'edit-resource', id: 'db', edit: { params: { replication_password: CANARIES.fencePassword } } },
    ] as const;
    for (const edit of wishes) {
      const asked = await proposePlan(actor, clusterId, { kind: 'edit-configuration', edit } as never);
      expect(asked).toMatchObject({ ok: false, error: { problem: 'holds-secret' } });
    }
    const made = await createUser(actor, { name: 'New', email: 'new@example.org', role: 'viewer' });
    const wall = await createWall(actor, { name: 'lobby', showNames: false, locale: 'ko' });
    await auth().handler(
      new Request('http://localhost:3000/api/auth/sign-in/email', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: ORIGIN,
          host: HOST,
          'x-forwarded-for': '10.3.3.3',
        },
        body: JSON.stringify({ email: 'new@example.org', password: CANARIES.userPassword }),
      }),
    );
    const views = await Promise.all(
      adoptions.map((one) => (one.ok ? getAdoption(actor, one.value) : undefined)),
    );
    const rows = await everyRow();
    const once = [made.ok ? made.value.password : '', wall.ok ? wall.value.token : ''];
    for (const shown of once) {
      expect(shown.length).toBeGreaterThan(10);
      tally.add('shown once', rows.includes(shown) ? 'stored' : undefined);
    }
    const found = [
      ...search('the database', rows),
      ...search('the view of an adoption', JSON.stringify(views)),
      ...search('the audit', JSON.stringify(await listAudit({ limit: 100 }))),
    ];
    expect(found).toEqual([]);
    expect(rows).not.toContain(once[0]);
  });

  it('of a whole file is not in the audit, which keeps for good', async () => {
    const clusterId = await createClusterRow();
    const file = {
      node: 'node1',
      path: '/etc/haproxy/haproxy.cfg',
      baseSha256: 'a'.repeat(64),
      text: HAPROXY,
    };
    expect(
      await proposePlan(actor, clusterId, { kind: 'edit-file', tool: 'haproxy', files: [file] }),
    ).toMatchObject({ ok: true });
    expect(search('the audit of a file', JSON.stringify(await listAudit({ limit: 100 })))).toEqual([]);
  });
});

it('no reading that goes to browsers has one', () => {
  const read = [
    parseCib(CIB),
    parseDumpXml(DUMP),
    haproxyConfigView(parseHaproxyConfig(HAPROXY)),
    withoutResSecrets(RES),
  ];
  expect(read[0]).toMatchObject({ ok: true });
  for (const [n, one] of read.entries()) expect(search(`reading ${n}`, JSON.stringify(one))).toEqual([]);
});

it('no error says one', () => {
  const errors = MESSAGES.flatMap((text) => [
    lastErrorLines(text),
    JSON.stringify(parseXml(`${text}<`)),
    JSON.stringify(parseCib(text.slice(0, -5))),
    JSON.stringify(parseDumpXml(text.slice(0, -5))),
    JSON.stringify(parseResFile(`${text}{`).ok),
  ]);
  errors.push(
    errorText(new Error(`connect postgresql://haven:${CANARIES.databasePassword}@db/haven failed`)),
  );
  for (const [n, text] of errors.entries())
    expect(search(`error ${n}: ${text.slice(0, 40)}`, text)).toEqual([]);
});

it('no frame of the live channel has one, nor the evidence behind it', async () => {
  const store = new LiveStore();
  const rig = await gatewayRig(store);
  const client = new RigClient(rig.port);
  try {
    store.setCluster({
      id: 'c1',
      name: 'c',
      practice: false,
      nodes: [{ id: 'n1', name: 'node1' }],
      networks: [],
      vips: [],
      services: [],
    });
    const cib = parseCib(CIB);
    const runs = MESSAGES.flatMap((text) => [
      { command: 'cibadmin', at: 1, outcome: 'exit 0', stdout: text, stderr: '' },
      { command: 'cibadmin', at: 1, outcome: 'exit 1', stdout: '', stderr: text },
    ]);
    if (cib.ok) store.setKnown('c1', 'n1', 'cib', cib.value, runs);
    await until('a snapshot', () => client.isReady);
    const evidence = JSON.stringify(await client.raw(itemKey('c1', 'n1', 'cib')));
    expect(evidence).toContain('fence_n1');
    expect([
      ...search('the snapshot', JSON.stringify(client.state)),
      ...search('the evidence', evidence),
    ]).toEqual([]);
  } finally {
    client.close();
    await rig.stop();
    store.stop();
  }
});

it('no line of the log has one', async () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  for (const name of ['password', 'privateKey', 'secret', 'token', 'cookie', 'passphrase', 'secretsBox']) {
    const [canary] = [CANARIES.privateKey];
    log.info({ [name]: canary, inner: { [name]: canary, more: { [name]: canary } } }, 'said');
  }
  log.error({ err: new Error(`postgresql://haven:${CANARIES.databasePassword}@db/haven`) }, 'failed');
  log.error(
    { err: Object.assign(new Error('refused'), { config: { privateKey: CANARIES.privateKey } }) },
    'failed',
  );
  expect(lines.length).toBe(9);
  expect(search('the log', lines.join(''))).toEqual([]);
});

/** Everything in every table as text. Sessions are left out: what a cookie holds has to be known somewhere. */
async function everyRow(): Promise<string> {
  const tables = await database().$queryRaw<{ tablename: string }[]>`
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'Session'`;
  const texts: string[] = [];
  for (const { tablename } of tables) {
    // The name comes from Postgres itself.
    const rows = await database().$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${tablename}" t`,
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}
