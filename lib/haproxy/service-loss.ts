/** Which services answer now and would not with another file (invariant 18), from the file and from what runs. */
import { isSameHost } from './address';
import { configSections, type HaproxyConfigFile } from './config-file';
import { indexesWhere } from './config-place';
import { type ServerLine, serverLines } from './server-lines';
import { serverState, takesTraffic } from './server-status';
import type { HaproxyReading } from './types';

/**
 * Backends of which a server takes requests now, but none that would still be in the new file and in service. A server
 * is the same by its name or by its address. Backends that go as a whole are not lost, they are taken out.
 */
export function lostServices(
  running: Pick<HaproxyReading, 'backends'>,
  before: HaproxyConfigFile,
  after: HaproxyConfigFile,
): readonly string[] {
  return running.backends.flatMap(({ name, servers }) => {
    const serving = servers
      .filter(({ status, weight }) => weight > 0 && takesTraffic(serverState(status)))
      .map((server) => server.name);
    const then = serversOf(after, name);
    if (serving.length === 0 || then === undefined) return [];
    const now = serversOf(before, name) ?? [];
    const stays = then.some(
      (server) =>
        !server.isDisabled &&
        server.weight > 0 &&
        serving.some(
          (was) =>
            was === server.name ||
            isAt(
              now.find((one) => one.name === was),
              server,
            ),
        ),
    );
    return stays ? [] : [name];
  });
}

const isAt = (was: ServerLine | undefined, is: ServerLine): boolean =>
  was !== undefined && isSameHost(was.host, is.host) && was.port === is.port;

/** undefined: no such section, or one whose servers are not lines. */
function serversOf(file: HaproxyConfigFile, name: string): readonly ServerLine[] | undefined {
  const section = configSections(file).find(
    (one) => one.name === name && (one.kind === 'backend' || one.kind === 'listen'),
  );
  if (!section) return undefined;
  const templates = indexesWhere(file, section.start, section.end, (word) => word === 'server-template');
  return templates.length > 0 ? undefined : serverLines(file, section);
}
