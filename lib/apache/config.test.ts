import { describe, expect, it } from 'vitest';
import { parseApacheConfig, renderApacheConfig } from './config-file';
import { moveAddress, needsStop } from './config-move';
import { apacheView } from './config-view';

/** As Debian 12 ships it. */
const PORTS = `# If you just change the port or add more ports here, you will likely also
# have to change the VirtualHost statement in
# /etc/apache2/sites-enabled/000-default.conf

Listen 80

<IfModule ssl_module>
	Listen 443
</IfModule>

<IfModule mod_gnutls.c>
	Listen 443
</IfModule>
`;
const SITE = `<VirtualHost *:80>
	# The ServerName directive sets the request scheme, hostname and port that
	# the server uses to identify itself.
	#ServerName www.example.com

	ServerAdmin webmaster@localhost
	DocumentRoot /var/www/html

	ErrorLog \${APACHE_LOG_DIR}/error.log
	CustomLog \${APACHE_LOG_DIR}/access.log combined

	#Include conf-available/serve-cgi-bin.conf
</VirtualHost>
`;
const LAB_PORTS = 'Listen 192.168.10.100:80\n';
const LAB_SITE = `<VirtualHost 192.168.10.100:80>
    ServerName portal.havenlab
    DocumentRoot /srv/hafs/www
</VirtualHost>
`;
const view = (text: string) => apacheView(parseApacheConfig(text));
const from = (address: string) => (one: string) => one === address;
const moved = (text: string, address: string, to = '192.168.10.150') => {
  const result = moveAddress([{ path: 'p', text }], { isFrom: from(address), to });
  return result.ok ? result.value[0]?.text : result.error.id;
};

const TEXTS = [
  PORTS,
  SITE,
  LAB_PORTS,
  LAB_SITE,
  PORTS.replaceAll('\n', '\r\n'),
  PORTS.trimEnd(),
  'Listen \\\n  80\n# a comment that \\\nListen 81\nlisten 82',
  '<VirtualHost\t"192.168.10.100:80" [::1]:80 >\n</virtualhost>\n</IfModule>\n',
  '',
  '\n\n',
  '\\',
  'Listen 80\\',
];

describe('a configuration', () => {
  it.each(TEXTS)('is the same after it was read: %j', (text) => {
    expect(renderApacheConfig(parseApacheConfig(text))).toBe(text);
  });

  it('says where it listens, and what is conditional', () => {
    expect(view(PORTS).listens).toEqual([
      { line: 5, address: '*', port: 80, isConditional: false },
      { line: 8, address: '*', port: 443, isConditional: true },
      { line: 12, address: '*', port: 443, isConditional: true },
    ]);
    expect(view('LISTEN [2001:db8::1]:443 https\n').listens).toEqual([
      { line: 1, address: '2001:db8::1', port: 443, protocol: 'https', isConditional: false },
    ]);
    expect(view('Listen 0.0.0.0:80\nListen [::]:81\n').listens.map(({ address }) => address)).toEqual([
      '*',
      '*',
    ]);
  });

  it('says which hosts answer where, under which name', () => {
    expect(view(LAB_SITE).hosts).toEqual([
      { line: 1, places: [{ address: '192.168.10.100', port: 80 }], name: 'portal.havenlab' },
    ]);
    expect(view('<VirtualHost _default_:* 10.0.0.1>\n</VirtualHost>').hosts[0]?.places).toEqual([
      { address: '*' },
      { address: '10.0.0.1' },
    ]);
  });

  it('has no Listen in a comment, also in one that goes on', () => {
    expect(view('# Listen 80\n# and \\\nListen 81\n').listens).toEqual([]);
  });

  it('joins lines as Apache does, and names what it cannot tell', () => {
    expect(view('Listen \\\n  80\nListen 81\n').listens).toMatchObject([
      { line: 1, port: 80 },
      { line: 3, port: 81 },
    ]);
    expect(view('Listen 192.168.\\\n10.1:80\n').unclear).toHaveLength(1);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Apache's own notation
    expect(view('Listen ${VIP}:80\nInclude other/*.conf\n')).toMatchObject({
      unclear: [{ line: 1 }],
      includes: ['other/*.conf'],
    });
    expect(view('<Macro Site $ip>\nListen 10.0.0.1:80\n</Macro>\nListen 81').unclear).toMatchObject([
      { line: 2 },
    ]);
  });
});

describe('moving the address', () => {
  it('changes the address and nothing else', () => {
    expect(moved(LAB_PORTS, '192.168.10.100')).toBe('Listen 192.168.10.150:80\n');
    const text = '  listen\t"192.168.10.100:80"   # no comment here\r\n';
    expect(moved(text, '192.168.10.100')).toBe('  listen\t"192.168.10.150:80"   # no comment here\r\n');
    expect(moved('Listen [2001:db8::1]:80', '2001:db8::1', '2001:db8::2')).toBe('Listen [2001:db8::2]:80');
  });

  it('moves hosts with it, and leaves those for every address', () => {
    const result = moveAddress(
      [
        { path: 'ports', text: LAB_PORTS },
        { path: 'site', text: `${LAB_SITE}${SITE}<VirtualHost 10.0.0.1 192.168.10.100 192.168.10.100:81>\n` },
      ],
      { isFrom: from('192.168.10.100'), to: '192.168.10.150' },
    );
    expect(result.ok && result.value[1]?.text).toBe(
      `${LAB_SITE.replace('.100:', '.150:')}${SITE}<VirtualHost 10.0.0.1 192.168.10.150 192.168.10.150:81>\n`,
    );
  });

  it('gives a port alone its address, in every branch', () => {
    expect(moved(PORTS, '*')).toBe(PORTS.replaceAll(/Listen (\d)/g, 'Listen 192.168.10.150:$1'));
  });

  it('there and back is the same text', () => {
    const there = moved(LAB_SITE + LAB_PORTS, '192.168.10.100') ?? '';
    expect(moved(there, '192.168.10.150', '192.168.10.100')).toBe(LAB_SITE + LAB_PORTS);
  });

  it('is refused where the text does not tell, where two become one, and where nothing listens', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Apache's own notation
    expect(moved('Listen 80\nListen ${VIP}:81\n', '*')).toBe('unclear');
    expect(moved(`${LAB_PORTS}<VirtualHost portal.example>\n`, '192.168.10.100')).toBe('unclear');
    expect(moved('Listen 0.0.0.0:80\nListen [::]:80\n', '*')).toBe('duplicate');
    expect(moved('Listen 192.168.10.100:80\nListen 192.168.10.150:80\n', '192.168.10.100')).toBe('duplicate');
    expect(moved(LAB_PORTS, '*')).toBe('no-listen');
  });

  it('needs a stop only from one address to every one, or back, on the same port', () => {
    const at = (text: string) => view(text).listens;
    expect(needsStop(at('Listen 80'), at('Listen 10.0.0.1:80'))).toBe(true);
    expect(needsStop(at('Listen 10.0.0.1:80'), at('Listen 80'))).toBe(true);
    expect(needsStop(at('Listen 10.0.0.1:80'), at('Listen 10.0.0.2:80'))).toBe(false);
    expect(needsStop(at('Listen 81'), at('Listen 81\nListen 10.0.0.2:80'))).toBe(false);
  });
});

describe('anything at all', () => {
  /** Repeatable: a failing case must fail again. */
  function randomTexts(count: number): readonly string[] {
    let seed = 20_26;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const parts = [
      'Listen ',
      '80',
      '192.168.10.100:80',
      '[::1]:80',
      '\\\n',
      '\n',
      '\r\n',
      '\\',
      '"',
      "'",
      '<VirtualHost ',
      '>',
      '</VirtualHost>',
      '<IfModule x>',
      '</IfModule>',
      '*',
      ':',
      ' ',
      '\t',
      '#',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Apache's own notation
      '${X}',
      '</',
      '<',
      '\0',
      '한',
      '0',
      '[',
      ']',
      'Include x',
      '<Macro a $b>',
    ];
    return Array.from({ length: count }, () =>
      Array.from({ length: next(24) }, () => parts[next(parts.length)] ?? '').join(''),
    );
  }

  it('never throws, and comes back as it was', () => {
    for (const text of randomTexts(3_000)) {
      const lines = parseApacheConfig(text);
      expect(renderApacheConfig(lines)).toBe(text);
      expect(
        lines.every((line) =>
          line.words.every((word) => word.isFolded || line.raw.slice(word.start, word.end) === word.value),
        ),
      ).toBe(true);
      apacheView(lines);
      const there = moveAddress([{ path: 'p', text }], {
        isFrom: from('192.168.10.100'),
        to: '192.168.10.250',
      });
      if (!there.ok) continue;
      const back = moveAddress(there.value, { isFrom: from('192.168.10.250'), to: '192.168.10.100' });
      expect(back.ok && back.value[0]?.text).toBe(text);
    }
  });
});
