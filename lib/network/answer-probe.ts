/**
 * Asks an address the way a client would, from a node: a connection has to open, and over HTTP an answer has to come that
 * is not a failure of the server (HAProxy answers 503 by itself where nothing is behind it).
 */

import { parseIp } from '@/lib/base/address';
import { type Command, command } from '@/lib/base/command';

const PATIENCE_SECONDS = 60;

/** $1 address, $2 port, $3 `http` or `tcp`, $4 seconds. `perl` and its sockets are in every Debian (perl-base). */
const PROGRAM = [
  'use strict; use IO::Socket::INET;',
  'my ($ip, $port, $mode, $patience) = @ARGV; my ($end, $seen) = (time + $patience, "no connection");',
  'while (time < $end) {',
  '  my $s = IO::Socket::INET->new(PeerAddr => $ip, PeerPort => $port, Proto => "tcp", Timeout => 5);',
  '  if ($s && $mode eq "tcp") { print "open\\n"; exit 0 }',
  '  if ($s) {',
  '    print $s "GET / HTTP/1.0\\r\\nHost: $ip\\r\\n\\r\\n"; local $SIG{ALRM} = sub { close $s }; alarm 10;',
  '    my $line = <$s>; alarm 0; $seen = defined $line ? $line : "no answer"; $seen =~ s/\\s+$//;',
  '    if ($seen =~ m{^HTTP/\\S+ [1-4]\\d\\d}) { print "$seen\\n"; exit 0 }',
  '  }',
  '  sleep 1;',
  '}',
  'print STDERR "$ip:$port: $seen\\n"; exit 1;',
].join('\n');

export interface Asked {
  readonly address: string;
  readonly port: number;
  readonly isHttp: boolean;
}

/** @throws RangeError for anything but an IPv4 address and a port */
export function answerCommand({ address, port, isHttp }: Asked): Command {
  if (parseIp(address)?.family !== 'inet') throw new RangeError('not an IPv4 address');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError('not a port');
  return command(
    ['perl', '-e', PROGRAM, address, `${port}`, isHttp ? 'http' : 'tcp', `${PATIENCE_SECONDS}`],
    { asRoot: true, timeoutMs: (PATIENCE_SECONDS + 20) * 1000 },
  );
}
