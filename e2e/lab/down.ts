/** Stops what this lab instance runs, found by its own pid files, and nothing else. Disks and keys stay. */

import { withLock } from './lock.ts';
import { powerOff } from './machine.ts';
import type { LabPaths } from './paths.ts';
import { stopPowerController } from './power-controller.ts';
import { writeStatus } from './progress.ts';
import { maximumNodes, nodeSpecs } from './settings.ts';
import { stopSwitch } from './switch-client.ts';

export async function down(paths: LabPaths): Promise<void> {
  await withLock(paths, 'down', async () => {
    const names = nodeSpecs(maximumNodes).map(({ name }) => name);
    // First the hands that could switch a node on again, then the nodes.
    await Promise.all(names.map((name) => stopPowerController(paths, name)));
    await Promise.all(names.map((name) => powerOff(paths, name)));
    await stopSwitch(paths);
    const now = Date.now();
    writeStatus(paths, {
      version: 1,
      phase: 'down',
      ready: false,
      startedAt: now,
      updatedAt: now,
      steps: [],
    });
  });
}
