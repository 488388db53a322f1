import { Section } from '@/components/ui/section';
import type { AdoptionNode } from '@/lib/inventory/adoption';
import { Findings } from './findings';

/** What was read on each node, side by side. */
export const NodeFindings = ({ nodes }: { readonly nodes: readonly AdoptionNode[] }) => (
  <div className="grid gap-5 lg:grid-cols-2">
    {nodes.map((node) => (
      <Section
        key={node.name ?? node.host}
        title={node.name ?? node.host}
        note={<code>{`${node.login}@${node.host}:${node.port}`}</code>}
      >
        <Findings findings={node.findings ?? []} />
      </Section>
    ))}
  </div>
);
