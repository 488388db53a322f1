/** Waits for a named condition. Generous by default: a slow machine is no failure, a missing event is. */
export async function until(
  name: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 45_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
