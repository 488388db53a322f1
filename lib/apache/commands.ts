/** Every command of Apache2 that checks or changes something. Starting and stopping is Pacemaker's. */
import { type Command, command } from '@/lib/base/command';

/** Loads every module; an emulated node takes its time. */
const CHECK_TIMEOUT_MS = 60_000;
/** The control script checks the whole configuration first, then the parent process reads it anew. */
const RELOAD_TIMEOUT_MS = 60_000;

/**
 * Apache's own check of a candidate for one file; the candidate's name is added as the last word. The candidate is laid
 * over the file in a mount namespace that only the check is in, so that it is read in its real place, whatever includes
 * it and by whatever path, while everybody else goes on seeing the file as it is. `slave`: what is unmounted outside, as
 * in a failover, is let go of inside.
 */
const CANDIDATE_CHECK = 'mount -n --bind -- "$2" "$1" && exec apache2ctl -t';

/** @param path of the file the candidate is for */
export const candidateCheck = (path: string): readonly string[] => [
  'unshare',
  '--mount',
  '--propagation',
  'slave',
  'sh',
  '-c',
  CANDIDATE_CHECK,
  'haven-apache',
  path,
];

/** The whole configuration as it lies there: exit 0 and `Syntax OK`. It opens no socket. */
export const configTestCommand = (): Command =>
  command(['apache2ctl', '-t'], { asRoot: true, timeoutMs: CHECK_TIMEOUT_MS });

/**
 * Takes a new text into use without letting a request go: what is being answered is finished (httpd 2.4, "Stopping and
 * Restarting", graceful). Exits 0 once the signal is sent; only the sockets tell whether it took it.
 * @param unit `apache2.service`
 */
export const reloadCommand = (unit: string): Command =>
  command(['systemctl', 'reload', unit], { asRoot: true, timeoutMs: RELOAD_TIMEOUT_MS });

/** The same where it may have ended meanwhile: what does not run is left to Pacemaker. */
export const reloadIfRunningCommand = (unit: string): Command =>
  command(['systemctl', 'try-reload-or-restart', unit], { asRoot: true, timeoutMs: RELOAD_TIMEOUT_MS });
