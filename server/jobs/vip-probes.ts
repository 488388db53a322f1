/** Asks the VIPs ten times a second from every node while a disruptive change runs (see lib/plan/vip-probe). */
import { command } from '@/lib/base/command';
import { lastValue, type Observation } from '@/lib/base/observation';
import { itemKey } from '@/lib/live/protocol';
import type { NodeReadings } from '@/lib/live/readings';
import { unitName, unitOutputCommand } from '@/lib/plan/transient-unit';
import type { JobProbe, Plan } from '@/lib/plan/types';
import { type ProbeTarget, probeCommand, readProbe, type SeenInterruption } from '@/lib/plan/vip-probe';
import type { ClusterAccess } from '../access';
import type { JobRun } from './job-run';
import { startUnit } from './remote-unit';

/** Numbers of units that are no step. */
const FIRST_PROBE = 900;
/** Where no HAProxy says what listens on a VIP, Apache does (Horizon). */
const WEB_PORT = 80;
const STOP_TIMEOUT_MS = 20_000;

/** On record before anything is started: whoever ends the job knows what to collect. */
export async function startProbes(run: JobRun): Promise<void> {
  const { engine, plan, clusterId } = run;
  if (run.job.result.probes || plan.steps.every((step) => step.risk === 'safe')) return;
  const nodes = engine.access.directory(clusterId)?.nodes ?? [];
  const left = leftPlaces(plan);
  const targets = targetsOf(engine.access, clusterId).filter(
    ({ address, port }) => !left.includes(`${address}:${port}`),
  );
  const probes = targets.flatMap((target, at) =>
    nodes.map(
      (node): JobProbe => ({ ...target, node: node.name, unit: unitName(run.job.id, FIRST_PROBE + at, 1) }),
    ),
  );
  if (probes.length === 0) return;
  await run.note({ probes });
  // Best effort: a change is not held up because it could not be watched.
  await Promise.all(
    probes.map((probe) =>
      startUnit(engine, { clusterId, node: probe.node, unit: probe.unit }, probeCommand(probe), run.signal),
    ),
  );
}

/** Where nobody is to listen any more: that silence is the change itself, and no interruption of a VIP that moves. */
const leftPlaces = ({ steps }: Plan): readonly string[] =>
  steps
    .filter((step) => step.recovers === undefined)
    .flatMap(({ verify }) =>
      verify.flatMap((check) =>
        check.kind === 'listens' && !check.isOn ? [`${check.address}:${check.port}`] : [],
      ),
    );

/** Ends the probes and reads what they saw. What cannot be read was not seen. */
export async function collectProbes(run: JobRun): Promise<readonly SeenInterruption[] | undefined> {
  const { probes } = run.job.result;
  if (!probes) return undefined;
  const seen = await Promise.all(probes.map((probe) => collectOne(run, probe)));
  return seen.filter((one) => one !== undefined);
}

async function collectOne(run: JobRun, probe: JobProbe): Promise<SeenInterruption | undefined> {
  const { access } = run.engine;
  const { clusterId } = run;
  const stop = command(['systemctl', 'stop', `${probe.unit}.service`], {
    asRoot: true,
    timeoutMs: STOP_TIMEOUT_MS,
  });
  await access.run(clusterId, probe.node, stop);
  const outcome = await access.run(clusterId, probe.node, unitOutputCommand(probe.unit, 'out'));
  await run.clean(probe.node, probe.unit);
  const text = outcome.kind === 'exited' && outcome.exitCode === 0 ? outcome.stdout : '';
  return readProbe(text, { address: probe.address, port: probe.port }, probe.node);
}

/** One port for each VIP: what HAProxy binds there first, else the web. */
function targetsOf(access: ClusterAccess, clusterId: string): readonly ProbeTarget[] {
  const directory = access.directory(clusterId);
  const { items } = access.state();
  const binds = (directory?.nodes ?? []).flatMap((node) => {
    const observation = items[itemKey(clusterId, node.id, 'haproxyConfig')]?.observation;
    const config = lastValue(observation as Observation<NodeReadings['haproxyConfig']> | undefined);
    return config?.sections.flatMap((section) => section.binds) ?? [];
  });
  return (directory?.vips ?? []).map(({ address }) => {
    const bind = binds.find((one) => one.address === address && Number(one.port) > 0);
    return { address, port: bind ? Number(bind.port) : WEB_PORT };
  });
}
