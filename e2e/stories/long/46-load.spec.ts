import { expect, test } from '@playwright/test';
import { power } from '../../lab/lab.ts';
import { approve, endsAsPlanned } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { eventually, holdsAddress, isMounted, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';
import { element, FAILOVER_MS, openPicture } from '../support/picture';
import { fillProtectForm, openProtectForm } from '../support/protect';

/**
 * The main promise, under load: an active-active and an active-standby service are put under protection from the browser,
 * people use both, the active node loses power. What people then missed is held against what Haven had foretold.
 */

test.describe.configure({ mode: 'serial' });
test.setTimeout(3_000_000);
beginWithFreshLab();

const VIP = '10.10.0.100';
const PORTS = { 'share-api': '8786', notes: '8787' } as const;
type Service = keyof typeof PORTS;
/** Emulated nodes fence, promote and mount several times slower than the machines the budget speaks of. */
const EMULATION_FACTOR = 3;

const USER = '/run/story-user.pl';
const logOf = (service: Service): string => `/run/story-user-${service}`;

/** Ten requests a second, each answer with its time. */
const USER_PROGRAM = String.raw`
use IO::Socket::INET; use Time::HiRes qw(time sleep); use IO::Handle;
my ($port, $path) = @ARGV;
open(my $log, '>', $path) or die; $log->autoflush(1);
$SIG{ALRM} = sub { die };
while (1) {
  my $at = time;
  my $ok = eval {
    alarm 1;
    my $s = IO::Socket::INET->new(PeerAddr => '${VIP}', PeerPort => $port, Timeout => 1) or die;
    print $s "GET /healthcheck HTTP/1.0\r\n\r\n";
    my $head = <$s>;
    alarm 0;
    $head =~ / 200 /;
  };
  alarm 0;
  printf $log "%.2f %d\n", $at, $ok ? 1 : 0;
  sleep 0.1;
}
`;

/** One user of a service on a node, until it is stopped. */
async function startUser(node: string, service: Service): Promise<void> {
  await onNode(node, ['sh', '-c', `cat > ${USER} <<'END'${USER_PROGRAM}END\n`]);
  const unit = `--unit=story-user-${service}`;
  await onNode(node, ['systemd-run', '--collect', unit, 'perl', USER, PORTS[service], logOf(service)]);
}

interface Use {
  readonly requests: number;
  readonly failed: number;
  /** Between two good answers, seconds. */
  readonly longestGapSeconds: number;
  readonly lastIsGood: boolean;
}

async function useOf(node: string, service: Service): Promise<Use> {
  // Not there before its program has started.
  const log = (await onNode(node, ['sh', '-c', `cat ${logOf(service)} || true`])).trim();
  const answers = (log === '' ? [] : log.split('\n')).map(
    (line) => line.split(' ').map(Number) as [number, number],
  );
  const good = answers.flatMap(([at, ok]) => (ok === 1 ? [at] : []));
  const gaps = good.slice(1).map((at, index) => at - (good[index] ?? at));
  return {
    requests: answers.length,
    failed: answers.length - good.length,
    longestGapSeconds: Math.max(0, ...gaps),
    lastIsGood: answers.at(-1)?.[1] === 1,
  };
}

test('both services are protected from the browser', async ({ page }) => {
  for (const service of ['share-api', 'notes'] as const) {
    await openProtectForm(page);
    await fillProtectForm(page, service, PORTS[service]);
    if (service === 'notes') await page.getByLabel('구조').selectOption('active-standby');
    await page.getByRole('button', { name: '계획 만들기…' }).click();
    await approve(page, service, 'story: protect it');
    await endsAsPlanned(page);
  }
});

test('the active node loses power under load: the interruption is the one foretold, or told to be longer', async ({
  page,
}) => {
  const lost = (await isMounted('node1', '/srv/hafs')) ? 'node1' : 'node2';
  const stays = lost === 'node1' ? 'node2' : 'node1';
  for (const service of ['share-api', 'notes'] as const) await startUser(stays, service);
  await eventually(
    'both answer people',
    async () => {
      const uses = await Promise.all([useOf(stays, 'share-api'), useOf(stays, 'notes')]);
      return uses.every(({ lastIsGood, requests }) => lastIsGood && requests > 20) || JSON.stringify(uses);
    },
    { timeoutMs: FAILOVER_MS },
  );

  await asAdministrator(page);
  await openPicture(page);
  const foretold = page.getByRole('button', { name: new RegExp(`^지금 ${lost}에 장애가 나면`) });
  await expect(foretold).toContainText(/\d+–\d+초/, { timeout: FAILOVER_MS });
  const [, low = '', high = ''] = /(\d+)–(\d+)초/.exec(await foretold.innerText()) ?? [];

  await power(lost, 'off');
  await expect(element(page, 'VIP-10G', VIP, stays)).toBeVisible({ timeout: FAILOVER_MS });
  await expect(element(page, stays, 'HAFS', '마운트됨')).toBeVisible({ timeout: FAILOVER_MS });
  expect(await holdsAddress(stays, VIP)).toBe(true);
  await eventually(
    'both answer people again',
    async () => {
      const uses = await Promise.all([useOf(stays, 'share-api'), useOf(stays, 'notes')]);
      return uses.every(({ lastIsGood }) => lastIsGood) || JSON.stringify(uses);
    },
    { timeoutMs: FAILOVER_MS },
  );
  const [activeActive, activeStandby] = await Promise.all([useOf(stays, 'share-api'), useOf(stays, 'notes')]);
  for (const [service, use] of [
    ['share-api', activeActive],
    ['notes', activeStandby],
  ] as const) {
    const words = `${use.longestGapSeconds.toFixed(1)} s without an answer, ${use.failed} of ${use.requests} requests failed; foretold ${low} to ${high} s`;
    console.log(`    ${service}: ${words}`);
    test.info().annotations.push({ type: service, description: words });
  }
  // Load there was, and the power was really gone.
  expect(activeStandby.failed).toBeGreaterThan(0);
  expect(activeStandby.longestGapSeconds).toBeGreaterThanOrEqual(Number(low) / EMULATION_FACTOR);
  expect(activeStandby.longestGapSeconds).toBeLessThanOrEqual(Number(high) * EMULATION_FACTOR);
  // Both wait for the VIP; only the one on HAFS waits for the file system and its start.
  expect(activeActive.longestGapSeconds).toBeLessThanOrEqual(activeStandby.longestGapSeconds);

  await onNode(stays, ['systemctl', 'stop', 'story-user-share-api.service', 'story-user-notes.service']);
  await power(lost, 'on');
});
