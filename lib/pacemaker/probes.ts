/**
 * The read-only commands of Pacemaker and what they say. A node whose Pacemaker does not run answers "absent";
 * anything else that is not a whole, plausible answer is an error, so that silence never reads as "all down" and
 * never as "all well" (reference 2.9).
 *
 * The commands expect `LC_ALL=C TZ=UTC` around them, as the SSH layer sets (reference 10.1).
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { parseXml } from '@/lib/base/xml';
import { parseCib, parseCibVersion } from './cib';
import { parseCrmMon } from './crm-mon';
import { assertNodeName } from './names';
import { parseSimulation } from './simulation';
import type { CibReading, CibVersion, PacemakerReading, SimulationReading } from './types';

/** `crm_exit_t` CRM_EX_DISCONNECT: Pacemaker does not run here (reference 2.5.5); 127: the program is not installed. */
const NOT_CONNECTED = 102;
const NOT_INSTALLED = 127;

/** Slow nodes under emulation need about 1.3 s; a busy DC several times that. Longer would hide a hung one. */
const READ_TIMEOUT_MS = 20_000;
/** A simulation of one loss takes about 3 s under emulation, and grows with the number of resources. */
const SIMULATE_TIMEOUT_MS = 60_000;

/**
 * The cluster as this node sees it. Operation histories are left out (most of the bytes); the fail counts stay,
 * measured on 2.1.5. `-m3` asks for the whole fence history.
 */
export const crmMonProbe: Probe<PacemakerReading> = {
  id: 'crm_mon',
  command: command(['crm_mon', '--output-as=xml', '-1', '-m3', '--exclude=operations'], {
    asRoot: true,
    timeoutMs: READ_TIMEOUT_MS,
  }),
  absentExitCodes: [NOT_CONNECTED, NOT_INSTALLED],
  parse: (stdout) => parseCrmMon(stdout),
};

/** This node's copy of the CIB, without asking the DC. Secrets are redacted by the parser. */
export const cibProbe: Probe<CibReading> = {
  id: 'cib',
  command: command(['cibadmin', '--query', '--local'], { asRoot: true, timeoutMs: READ_TIMEOUT_MS }),
  absentExitCodes: [NOT_CONNECTED, NOT_INSTALLED],
  parse: parseCib,
};

/** The CIB as read together with its full text, secrets included: for editing in memory, never to be stored. */
export interface CibSource {
  readonly reading: CibReading;
  /** Secrets included. `redactCibText` before it is stored, logged or sent anywhere. */
  readonly xml: string;
}

/** The CIB to build a change on. */
export const cibSourceProbe: Probe<CibSource> = {
  ...cibProbe,
  id: 'cib-source',
  parse: (stdout) => {
    const reading = parseCib(stdout);
    return reading.ok ? ok({ reading: reading.value, xml: stdout }) : reading;
  },
};

/** Only the CIB's root: who changed what last, at a fraction of the cost (reference 2.10). */
export const cibVersionProbe: Probe<CibVersion> = {
  id: 'cib-version',
  command: command(['cibadmin', '--query', '--local', '--no-children'], {
    asRoot: true,
    timeoutMs: READ_TIMEOUT_MS,
  }),
  absentExitCodes: [NOT_CONNECTED, NOT_INSTALLED],
  parse: parseCibVersionText,
};

function parseCibVersionText(stdout: string): Result<CibVersion, ParseError> {
  const parsed = parseXml(stdout, ['cib']);
  return parsed.ok ? parseCibVersion(parsed.value.root) : parsed;
}

/**
 * What the cluster would do now if it lost a node: the DC's live CIB, simulated (reference 2.7).
 * @param node Pacemaker node name; a name that is none throws, it comes from a reading
 */
export function nodeLossProbe(node: string): Probe<SimulationReading> {
  assertNodeName(node);
  return {
    id: `node-loss:${node}`,
    command: command(
      ['crm_simulate', '--live-check', '--simulate', `--node-fail=${node}`, '--output-as=xml'],
      {
        asRoot: true,
        timeoutMs: SIMULATE_TIMEOUT_MS,
      },
    ),
    // 66 is what crm_simulate 2.1.5 answers to --live-check without a running cluster.
    absentExitCodes: [NOT_CONNECTED, 66, NOT_INSTALLED],
    parse: parseSimulation,
  };
}

/** What the cluster means to do right now, if anything: an empty list of actions says that it is settled. */
export const pendingActionsProbe: Probe<SimulationReading> = {
  id: 'pending-actions',
  command: command(['crm_simulate', '--live-check', '--simulate', '--output-as=xml'], {
    asRoot: true,
    timeoutMs: SIMULATE_TIMEOUT_MS,
  }),
  absentExitCodes: [NOT_CONNECTED, 66, NOT_INSTALLED],
  parse: parseSimulation,
};

export interface PacemakerFeatures {
  readonly version: string;
  readonly build?: string;
  readonly featureSet?: string;
  readonly features: readonly string[];
}

/** What the installed Pacemaker can do; works without a running cluster. */
export const pacemakerFeaturesProbe: Probe<PacemakerFeatures> = {
  id: 'pacemaker-features',
  command: command(['pacemakerd', '--features'], { timeoutMs: READ_TIMEOUT_MS }),
  absentExitCodes: [NOT_INSTALLED],
  parse: parsePacemakerFeatures,
};

/** Reads `Pacemaker 2.1.5 (Build: a3f44794f94)` and ` Supporting v3.16.1: systemd …` (2.1.5). */
export function parsePacemakerFeatures(stdout: string): Result<PacemakerFeatures, ParseError> {
  const version = /^Pacemaker (\d+(?:\.\d+)+\S*)(?: \(Build: ([^)]*)\))?\s*$/m.exec(stdout);
  if (!version?.[1]) return parseError('no Pacemaker version line', stdout);
  const supporting = /^\s*Supporting v(\d+(?:\.\d+)*):(.*)$/m.exec(stdout);
  return ok({
    version: version[1],
    ...(version[2] ? { build: version[2] } : {}),
    ...(supporting?.[1] ? { featureSet: supporting[1] } : {}),
    features: supporting?.[2]?.split(/\s+/).filter(Boolean) ?? [],
  });
}
