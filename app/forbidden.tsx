import { ForbiddenNotice } from './_components/forbidden-notice';

export default function Forbidden() {
  return <ForbiddenNotice isInShell={false} />;
}
