/** The same steps by Ansible, as it is meant to be fast: a fork for each node, pipelining, no facts, nothing to discover. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Steps, stepArgv } from './apply-steps';
import type { Sshd } from './sshd';
import type { Stops } from './stops';
import { runTool } from './tools';

export class Ansible {
  #runs = 0;

  private constructor(
    private readonly folder: string,
    private readonly inventory: string,
    private readonly stops: Stops,
  ) {}

  /** @param folder short: sockets of kept connections lie in it */
  static async open(folder: string, sshd: Sshd, stops: Stops): Promise<Ansible> {
    const at = (name: string): string => join(folder, name);
    await mkdir(folder);
    await mkdir(at('c'));
    await writeFile(at('known-hosts'), knownHosts(sshd));
    await writeFile(at('inventory.json'), inventoryOf(sshd, at('known-hosts')));
    await writeFile(at('ansible.cfg'), configOf(folder, sshd.nodes.length));
    const ansible = new Ansible(folder, at('inventory.json'), stops);
    stops.add(() => ansible.disconnect());
    return ansible;
  }

  /** @returns milliseconds from starting the program to its end */
  async run(steps: Steps): Promise<number> {
    this.#runs += 1;
    const playbook = join(this.folder, `playbook-${this.#runs}.json`);
    await writeFile(playbook, playbookOf(steps));
    const startedAt = performance.now();
    await runTool(['ansible-playbook', '--inventory', this.inventory, playbook], this.stops, this.env());
    return performance.now() - startedAt;
  }

  /** Its connections outlive it by a minute: ended here, so that the next run begins without any. */
  async disconnect(): Promise<void> {
    const sockets = await readdir(join(this.folder, 'c'));
    // One that is ending by itself must not keep the others from being ended.
    await Promise.allSettled(
      sockets.map((name) =>
        runTool(['ssh', '-O', 'exit', '-S', join(this.folder, 'c', name), 'any'], this.stops),
      ),
    );
  }

  /** Nothing of it outside the folder. */
  private env(): Readonly<Record<string, string>> {
    return { HOME: this.folder, ANSIBLE_CONFIG: join(this.folder, 'ansible.cfg'), LC_ALL: 'C.UTF-8' };
  }
}

const knownHosts = ({ nodes, hostKey }: Sshd): string =>
  nodes.map(({ port }) => `[127.0.0.1]:${port} ${hostKey}\n`).join('');

export const configOf = (folder: string, forks: number): string =>
  [
    '[defaults]',
    `forks = ${forks}`,
    'gathering = explicit',
    `local_tmp = ${folder}/tmp`,
    `remote_tmp = ${folder}/remote`,
    '[ssh_connection]',
    'pipelining = True',
    `control_path_dir = ${folder}/c`,
    '',
  ].join('\n');

/** JSON is YAML. */
const inventoryOf = ({ nodes, login, privateKeyPath }: Sshd, knownHostsPath: string): string =>
  JSON.stringify({
    all: {
      hosts: Object.fromEntries(nodes.map(({ name, port }) => [name, { ansible_port: port }])),
      vars: {
        ansible_host: '127.0.0.1',
        ansible_user: login,
        ansible_ssh_private_key_file: privateKeyPath,
        ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHostsPath} -o IdentitiesOnly=yes`,
        ansible_python_interpreter: '/usr/bin/python3',
      },
    },
  });

export const playbookOf = ({ files }: Steps): string =>
  JSON.stringify([
    {
      hosts: 'all',
      gather_facts: false,
      tasks: files.map((file, index) => ({
        name: `step ${index + 1}`,
        'ansible.builtin.command': { argv: stepArgv(file), stdin: '{{ inventory_hostname }}' },
      })),
    },
  ]);
