import './wall.css';

/** A calm page where there is no picture to show. */
export function WallMessage({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <main className="wall-message">
      <h1>{title}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </main>
  );
}
