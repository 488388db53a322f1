import { requireActor } from '@/lib/auth/session';
import { OverviewScreen } from './_overview/overview-screen';

/** Overview: every cluster in a sentence. What it shows is live; the layout brings the first state. */
export default async function Page() {
  const actor = await requireActor('cluster.view');
  return <OverviewScreen viewerRole={actor.role} />;
}
