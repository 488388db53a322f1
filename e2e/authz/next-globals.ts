/** What Next's server puts in place before it loads a page: tests that load pages without that server need it first. */
import { AsyncLocalStorage } from 'node:async_hooks';

Object.assign(globalThis, { AsyncLocalStorage });
