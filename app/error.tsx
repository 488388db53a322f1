'use client';

import { ErrorNotice } from './_components/error-notice';

interface Props {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage(props: Props) {
  return <ErrorNotice {...props} isInShell={false} />;
}
