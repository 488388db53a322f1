import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { listChanges } from '@/lib/views/plans';
import { OverviewScreen } from './_overview/overview-screen';
import { RecentChanges } from './_overview/recent-changes';

/** As many as fit beside the events. */
const CHANGES_SHOWN = 8;

/** Overview: every cluster in a sentence. What it shows is live; only the list of changes comes with the page. */
export default async function Page() {
  const actor = await requireActor('cluster.view');
  const changes = may(actor.role, 'plan.view')
    ? (await listChanges(actor, {})).slice(0, CHANGES_SHOWN)
    : null;
  return (
    <OverviewScreen
      viewerRole={actor.role}
      {...(changes ? { changes: <RecentChanges changes={changes} /> } : {})}
    />
  );
}
