/** Scenarios of Apache2 on another VIP: its files on HAFS, seen on the node that has it mounted. */
import { createHash } from 'node:crypto';
import type { NodeFile } from '@/lib/plan/testing/scenario';
import type { Intent } from '@/lib/plan/types';
import type { ScenarioSpec } from './scenario-specs';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const PORTS = '/etc/apache2/ports.conf';
const SITE = '/etc/apache2/sites-enabled/000-horizon.conf';
const OLD = '192.168.1.100';
const NEW = '192.168.1.150';

const ports = (address: string): string => `# Horizon\nListen ${address}:80\n`;
const site = (address: string): string =>
  `<VirtualHost ${address}:80>\n\tServerName horizon.example.ac.kr\n\tDocumentRoot /srv/hafs/www\n</VirtualHost>\n`;
/** As Debian ships it. */
const DEBIAN_PORTS = 'Listen 80\n\n<IfModule ssl_module>\n\tListen 443\n</IfModule>\n';
const DEBIAN_SITE = '<VirtualHost *:80>\n\tDocumentRoot /var/www/html\n</VirtualHost>\n';

const OPEN_PORTS = 'Listen 80\nInclude extra/*.conf\n';

/** A second VIP of the 1G network, with Apache2 as the first one is. */
const withSecondVip = (rules: boolean) => (xml: string) =>
  xml
    .replace(
      '</resources>',
      `<primitive id="vip_web" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="vip_web-ia"><nvpair id="vip_web-ip" name="ip" value="${NEW}"/><nvpair id="vip_web-prefix" name="cidr_netmask" value="24"/></instance_attributes></primitive></resources>`,
    )
    .replace(
      '</constraints>',
      rules
        ? '<rsc_colocation id="vip_web-with-g_hafs" rsc="vip_web" with-rsc="g_hafs" score="INFINITY"/><rsc_order id="vip_web-after-g_hafs" first="g_hafs" then="vip_web"/></constraints>'
        : '</constraints>',
    );

interface Given {
  readonly texts?: readonly [ports: string, site: string];
  readonly listeners?: readonly string[];
  readonly others?: readonly string[];
  readonly nonlocalBind?: boolean;
}

function nodes({ texts = [ports(OLD), site(OLD)], listeners, others = [], nonlocalBind = true }: Given = {}) {
  const host = (own: string, more: readonly string[]): NonNullable<NodeFile['haproxyHost']> => ({
    nics: [`eno1 192.168.1.${own}/24 1000`, `ens2f0 10.10.0.${own}/24 10000`],
    nonlocalBind,
    listeners: [...more, '10.10.0.100:8774 haproxy', ...others],
    servers: [],
  });
  return {
    node1: {
      haproxyHost: host('11', listeners ?? [`${OLD}:80 apache2`]),
      files: { [PORTS]: texts[0], [SITE]: texts[1] },
    },
    node2: { haproxyHost: host('12', []), absent: [PORTS] },
  } satisfies ScenarioSpec['node'];
}

const serve = (vip: string, from = OLD): Intent => ({ kind: 'serve-apache', from, vip });

export const APACHE_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'apache-other-vip',
    about: 'Apache2 on another VIP: both files, where HAFS is mounted, then a reload',
    intent: serve('vip_web'),
    prepare: withSecondVip(true),
    node: nodes(),
  },
  {
    name: 'apache-other-vip-undo',
    about: 'the way back is an edit of the same files, to the byte',
    intent: {
      kind: 'edit-file',
      tool: 'apache',
      files: [
        {
          node: 'node1',
          path: PORTS,
          baseSha256: sha256(ports(NEW)),
          text: ports(OLD),
          sha256: sha256(ports(OLD)),
        },
        {
          node: 'node1',
          path: SITE,
          baseSha256: sha256(site(NEW)),
          text: site(OLD),
          sha256: sha256(site(OLD)),
        },
      ],
    },
    prepare: withSecondVip(true),
    node: nodes({ texts: [ports(NEW), site(NEW)], listeners: [`${NEW}:80 apache2`] }),
  },
  {
    name: 'apache-from-every',
    about: 'from every address to a VIP alone: Apache2 has to stop in between, and what waits for it too',
    intent: serve('vip_1g', '*'),
    node: nodes({ texts: [DEBIAN_PORTS, DEBIAN_SITE], listeners: ['*:80 apache2'] }),
  },
  {
    name: 'apache-without-rules',
    about: 'a VIP without rules may be elsewhere, and a node that forbids binding it lets Apache2 end itself',
    intent: serve('vip_web'),
    prepare: withSecondVip(false),
    node: nodes({ nonlocalBind: false }),
  },
  {
    name: 'apache-on-10g',
    about: 'the 10G VIP is not for people, and HAProxy has its port 80',
    intent: serve('vip_10g'),
    node: nodes({ others: ['10.10.0.100:80 haproxy'] }),
  },
  {
    name: 'apache-nowhere-mounted',
    about: 'no node has the files: refused, as the fact that it is',
    intent: serve('vip_1g'),
    node: { node1: { absent: [PORTS] }, node2: { absent: [PORTS] } },
  },
  {
    name: 'apache-unclear',
    about: 'an address in a variable is not guessed',
    intent: serve('vip_web'),
    prepare: withSecondVip(true),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Apache's own notation
    node: nodes({ texts: ['Listen ${VIP}:80\n', site(OLD)] }),
  },
  {
    name: 'apache-to-every',
    about:
      'back to every address: reached past the VIP again, and more may be said in files that are not followed',
    intent: {
      kind: 'edit-file',
      tool: 'apache',
      files: [
        {
          node: 'node1',
          path: PORTS,
          baseSha256: sha256(ports(OLD)),
          text: OPEN_PORTS,
          sha256: sha256(OPEN_PORTS),
        },
      ],
    },
    node: nodes(),
  },
  {
    name: 'apache-stopped',
    about: 'Apache2 runs nowhere: nothing would take the new text into use',
    intent: serve('vip_web'),
    prepare: (xml) =>
      withSecondVip(true)(xml).replace(
        /(<primitive id="apache"[^>]*>)/,
        '$1<meta_attributes id="apache-meta"><nvpair id="apache-stopped" name="target-role" value="Stopped"/></meta_attributes>',
      ),
    node: nodes({ listeners: [] }),
  },
  {
    name: 'apache-already-there',
    about: 'it listens there already',
    intent: serve('vip_1g'),
    node: nodes(),
  },
];
