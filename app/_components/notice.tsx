import Link from 'next/link';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly link: string;
  /** Inside the shell, which is the page's main part already and keeps the ways on in view. */
  readonly isInShell?: boolean;
}

/** A page that only says something, and where to go from here. */
export function Notice({ title, text, link, isInShell = false }: Props) {
  const Frame = isInShell ? 'div' : 'main';
  return (
    <Frame className="mx-auto flex min-h-[60vh] max-w-xl flex-col justify-center px-6">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-3 text-ink-2">{text}</p>
      <p className="mt-6">
        <Link href="/" className="font-medium text-accent underline underline-offset-4">
          {link}
        </Link>
      </p>
    </Frame>
  );
}
