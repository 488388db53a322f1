/**
 * Everything on a fresh machine: database, build, server, and a practice cluster of virtual machines beside it. The
 * page opens as soon as there is a build, and shows the cluster being made. Ctrl-C stops what this started.
 */
import { stopOnSignals } from '@/server/signals';
import { buildIfChanged, loadServerBundle } from './build';
import { dataDir, prepareDatabase } from './database';
import { isLabUp, runLab } from './lab-process';

/** Two machines save their state before they go. */
const STOP_TIMEOUT_MS = 90_000;
const stopper = stopOnSignals(STOP_TIMEOUT_MS, () =>
  say('Stopping what this started … (Ctrl-C again: at once)'),
);

function say(line: string): void {
  console.log(line);
}

async function startLab(): Promise<void> {
  if (await isLabUp()) {
    say('lab: already running; it will be left running');
    return;
  }
  const lab = runLab(['up'], (line) => say(`lab: ${line.trim()}`));
  stopper.add(async () => {
    await lab.cancel();
    await runLab(['down'], (line) => say(`lab: ${line.trim()}`)).ended;
  });
  void lab.ended.then((code) => {
    if (code !== null && code !== 0 && code !== 130) {
      say(
        'lab: the practice cluster is not available on this machine (reason above). Everything else works.',
      );
    }
  });
}

async function startWeb(): Promise<string> {
  const output: string[] = [];
  const build = buildIfChanged((text) => output.push(text)).catch((error: unknown) => {
    console.error(output.join(''));
    throw error;
  });
  // Beside the build, which takes longer: whoever ends the demo meanwhile ends the database too.
  const preparing = prepareDatabase();
  preparing.then(
    (database) => stopper.add(() => database.stop()),
    () => undefined,
  );
  const [built, database] = await Promise.all([build, preparing]);
  say(`web: ${built}; database ${database.isEmbedded ? `embedded in ${dataDir()}` : 'from DATABASE_URL'}`);
  return (await loadServerBundle()).runServer(stopper);
}

say('Haven demo: database, build, web page and a practice cluster of virtual machines.');
try {
  const web = startWeb();
  // Beside the build: emulated machines boot while the page is being made.
  const lab = startLab();
  const url = await web;
  say(`\n  Open ${url}\n`);
  await lab;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopper.stopAll(1);
}
