import { ForbiddenNotice } from '@/app/_components/forbidden-notice';

/** Inside the shell: what this person may see stays one step away. */
export default function Forbidden() {
  return <ForbiddenNotice isInShell />;
}
