import type { SimCluster } from '@/e2e/sim/sim-cluster';
import { crmMonProbe } from '@/lib/pacemaker/probes';
import { signIn } from '@/server/adopt/sign-in';
import { fingerprintOfKey } from '@/server/ssh/host-key';
import type { NodeConnection } from '@/server/ssh/node-connection';
import { hostNow } from './node-shell';
import type { Stops } from './stops';

const POLL_MS = 1_000;

/** What a script would do: the same crm_mon once a second over a kept SSH connection, and look what it says. */
export class CrmMonPoll {
  readonly #answers: { readonly isChanged: boolean; readonly at: number }[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(private readonly connection: NodeConnection) {}

  static async start(sim: SimCluster, stops: Stops): Promise<CrmMonPoll> {
    const {
      host,
      port,
      login,
      hostKey,
      privateKey = '',
    } = sim.loaded().nodes[1] ?? { host: '', port: 0, login: '', hostKey: '' };
    const [type = '', key = ''] = hostKey.split(' ');
    const opened = await signIn(
      {
        host,
        port,
        login,
        hostKey: { type, key: `${type} ${key}`, sha256: fingerprintOfKey(hostKey) },
        hostKeyConfirmed: true,
        phase: 'signing-in',
      },
      { kind: 'key', privateKey },
    );
    if (!opened.ok) throw new Error(`the simulated node lets nobody in: ${opened.error.kind}`);
    const poll = new CrmMonPoll(opened.value);
    poll.#timer = setInterval(() => void poll.#ask(), POLL_MS);
    stops.add(() => {
      clearInterval(poll.#timer);
      return opened.value.stop();
    });
    return poll;
  }

  /** @param since an answer counts when it came after this moment and says so */
  firstSince(isChanged: boolean, since: number): number | undefined {
    return this.#answers.find((answer) => answer.at >= since && answer.isChanged === isChanged)?.at;
  }

  async #ask(): Promise<void> {
    const outcome = await this.connection.run(crmMonProbe.command);
    if (outcome.kind !== 'exited') return;
    const isChanged = /<node name="node2"[^>]* maintenance="true"/.test(outcome.stdout);
    this.#answers.push({ isChanged, at: hostNow() });
  }
}
