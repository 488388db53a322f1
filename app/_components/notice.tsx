import Link from 'next/link';

/** A page that only says something, and where to go from here. */
export function Notice({
  title,
  text,
  link,
}: {
  readonly title: string;
  readonly text: string;
  readonly link: string;
}) {
  return (
    <main className="mx-auto flex min-h-[60vh] max-w-xl flex-col justify-center px-6">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-3 text-ink-2">{text}</p>
      <p className="mt-6">
        <Link href="/" className="font-medium text-accent underline underline-offset-4">
          {link}
        </Link>
      </p>
    </main>
  );
}
