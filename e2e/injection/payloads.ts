/**
 * What somebody would type, or a taken-over node would send, to make one of Haven's texts mean more than it says. Each
 * holds the marker, so that it is found again wherever it ends up, and begins or ends like what it wants to become.
 */
export const MARKER = 'hvn';
/** What a case is held against: the same field filled with a harmless word, long enough where a sentence is asked for. */
export const PLAIN = 'hvnplainword';

const SHELL = [
  '; reboot #',
  '$(reboot)',
  '`reboot`',
  "' ; reboot ; '",
  '" ; reboot ; "',
  "'\\''; reboot; '",
  '| reboot',
  '&& reboot',
  '> /etc/passwd',
  '$HOME',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable, not ours
  '${IFS}reboot',
  '\nreboot\n',
  '\r\nreboot',
  '*',
  '~root',
  '!!',
  '\\',
  '{a,b}',
  '%n%i%H',
  '$$',
  '\u00a0reboot',
];
const OPTIONS = ['-rf', '--help', '--config=/tmp/x', '-', '--', '-o ProxyCommand=reboot'];
const PATHS = ['../../etc/shadow', '/etc/../etc/shadow', './x', '/dev/sda', 'a/../../b', '..%2f..%2f'];
const XML = [
  '"/><primitive id="evil"/>',
  "'/><evil/>",
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  '&e;',
  '&#34;/><evil/>',
  ']]><evil/>',
  '<!-- x -->',
  '<?xml version="1.0"?>',
  '" op="delete" x="',
];
const PATH_EXPRESSIONS = ["'] | //*[@id='", "' or '1'='1"];
const HAPROXY = [
  '\nbackend evil\n  server a 127.0.0.1:1',
  '\n    http-request return status 200',
  ' # comment',
  '"',
  '\\\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: HAProxy's variable, not ours
  '"${HOME}"',
  '; set server a/b state maint',
  '\nshutdown sessions',
];
const DRBD = ['; } resource evil {', '" ; handlers { fence-peer "/bin/sh"; } "', '{', '}', '#'];
const SQL = ['\'; DROP TABLE "User"; --', "' OR 1=1 --", '$1', "\\'; SELECT 1; --", '%_%'];
const HTML = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'data:text/html,<script>',
  '"><svg onload=alert(1)>',
  '{{constructor.constructor("x")()}}',
];
const TERMINAL = [
  '\u001b[2J\u001b[H',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\b\b\b',
  '\r\u001b[K',
  '\u202ereversed\u202c',
  '\u2066hidden\u2069',
  '\u2028',
  '\ufeff',
  '\u007f',
];
const ODD = [
  '\0',
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\uffff',
  'é\u0301',
  '한국어 값',
  ' ',
  '\t',
  '{{job}}',
  '{{num_updates}}',
  '{{epoch}}',
  'x'.repeat(3_000),
];

/** In front of the marker, behind it, and around it: what counts is sometimes the first sign, sometimes the last. */
export const PAYLOADS: readonly string[] = [
  ...SHELL,
  ...OPTIONS,
  ...PATHS,
  ...XML,
  ...PATH_EXPRESSIONS,
  ...HAPROXY,
  ...DRBD,
  ...SQL,
  ...HTML,
  ...TERMINAL,
  ...ODD,
].flatMap((text) => [`${text}${MARKER}`, `${MARKER}${text}`]);
