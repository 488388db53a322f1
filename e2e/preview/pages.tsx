import type { ComponentType, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '@/app/_components/notice';
import { ReaderChoices } from '@/app/_components/reader-choices';
import { Wordmark } from '@/app/_components/wordmark';
import { PasswordForm } from '@/app/(console)/account/password-form';
import { FirstNodeForm } from '@/app/(console)/adopt/_components/first-node-form';
import { MachinesForm } from '@/app/(console)/adopt/_components/machines-form';
import { AdoptionFlow } from '@/app/(console)/adopt/[adoption]/_components/adoption-flow';
import { AuditFilterForm } from '@/app/(console)/audit/_components/audit-filter-form';
import { AuditTable } from '@/app/(console)/audit/_components/audit-table';
import { ChainState } from '@/app/(console)/audit/_components/chain-state';
import { ForgetDialog } from '@/app/(console)/clusters/[cluster]/_components/forget-dialog';
import ErrorPage from '@/app/(console)/error';
import { ForgettingScreen } from '@/app/(console)/forgotten/[forgetting]/_components/forgetting-screen';
import { AddUser } from '@/app/(console)/users/_components/add-user';
import { UserTable } from '@/app/(console)/users/_components/user-table';
import { AddWall } from '@/app/(console)/walls/_components/add-wall';
import { WallTable } from '@/app/(console)/walls/_components/wall-table';
import { SignInForm } from '@/app/(entry)/sign-in/sign-in-form';
import { FirstAdministratorForm } from '@/app/(entry)/welcome/_components/first-administrator-form';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ChangeList } from '@/components/changes/change-list';
import { ChangeListFilter } from '@/components/changes/change-list-filter';
import { ChangeScreen } from '@/components/changes/change-screen';
import { PageHeader } from '@/components/ui/page-header';
import type { Area } from '@/lib/i18n/messages';
import { type ChangeFiles, sampleChanges, sampleSummaries } from './sample-changes';
import { ADOPTIONS, AUDIT, BUILDS, FORGETTINGS, USERS, WALLS } from './sample-rows';
import { sampleState } from './sample-state';

/** Screens whose page is put together on the server: the same pieces around sample rows. */

function Titled({
  area,
  title = 'title',
  below,
  actions,
  children,
}: {
  readonly area: Area;
  readonly title?: string;
  readonly below?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useTranslations(area) as unknown as (key: string, values?: object) => string;
  return (
    <>
      <PageHeader
        title={t(title)}
        below={
          below ? (
            <span className="block max-w-[70ch]">{t(below, { count: 4, administrators: 1 })}</span>
          ) : null
        }
        actions={actions}
      />
      {children}
    </>
  );
}

const refuse = async () => ({ ok: false, error: { kind: 'offline' } }) as const;
const ACTIONS: ChangeActions = {
  propose: refuse,
  proposeAgain: refuse,
  approve: refuse,
  withdraw: refuse,
  cancel: refuse,
  decide: refuse,
  undo: refuse,
};

export function shellPages(files: ChangeFiles): Readonly<Record<string, ComponentType>> {
  const changes = sampleChanges(files);
  const cluster = sampleState('healthy').state.clusters['cl-main'];
  return {
    changes: () => (
      <Titled area="plan" title="list-title" below="list-below">
        <ChangeListFilter show="all" clusters={[]} />
        <ChangeList changes={sampleSummaries(changes)} />
      </Titled>
    ),
    ...Object.fromEntries(
      Object.entries(changes).map(([name, view]) => [
        `change-${name}`,
        () => <ChangeScreen initial={view} actions={ACTIONS} />,
      ]),
    ),
    audit: () => (
      <Titled area="audit" below="below">
        <ChainState />
        <AuditFilterForm query={{}} people={USERS} />
        <AuditTable page={{ entries: AUDIT, olderBefore: '400' }} query={{}} />
      </Titled>
    ),
    'audit-entry': () => <AuditTable page={{ entries: AUDIT }} opened={AUDIT[1]} query={{}} />,
    users: () => (
      <Titled area="users" below="below" actions={<AddUser />}>
        <UserTable accounts={USERS} ownId="u1" canManage />
      </Titled>
    ),
    walls: () => (
      <Titled area="wall" below="below" actions={<AddWall />}>
        <WallTable walls={WALLS} />
      </Titled>
    ),
    adopt: () => (
      <div className="flex max-w-5xl flex-col gap-6">
        <Titled area="adopt" below="below">
          <FirstNodeForm />
        </Titled>
      </div>
    ),
    build: () => (
      <div className="flex max-w-5xl flex-col gap-6">
        <Titled area="adopt" title="buildTitle" below="buildBelow">
          <MachinesForm />
        </Titled>
      </div>
    ),
    ...Object.fromEntries(
      Object.entries(BUILDS).map(([name, view]) => [
        `build-${name}`,
        () => (
          <div className="max-w-5xl">
            <Titled area="adopt" title="buildTitle" below="buildBelow">
              <AdoptionFlow initial={view} />
            </Titled>
          </div>
        ),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(ADOPTIONS).map(([name, view]) => [
        `adopt-${name}`,
        () => (
          <div className="max-w-5xl">
            <Titled area="adopt" below="below">
              <AdoptionFlow initial={view} />
            </Titled>
          </div>
        ),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(FORGETTINGS).map(([name, view]) => [
        `forget-${name}`,
        () => <ForgettingScreen initial={view} />,
      ]),
    ),
    'forget-dialog': () => (cluster ? <ForgetDialog cluster={cluster} onClose={() => undefined} /> : null),
    account: () => (
      <Titled area="shell" title="password">
        <PasswordForm email="admin@example.ac.kr" />
      </Titled>
    ),
    'not-found': () => <Said title="notFoundTitle" text="notFoundNext" />,
    error: () => (
      <ErrorPage error={Object.assign(new Error('x'), { digest: '2198374650' })} reset={() => undefined} />
    ),
  };
}

function Said({ title, text }: { readonly title: 'notFoundTitle'; readonly text: 'notFoundNext' }) {
  const t = useTranslations('shell');
  return <Notice title={t(title)} text={t(text)} link={t('toOverview')} isInShell />;
}

/** Before there is a session. */
export const ENTRY_PAGES: Readonly<Record<string, ComponentType>> = {
  'sign-in': () => <SignIn />,
  welcome: () => <Welcome />,
};

function Entry({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-3xl flex-col px-6 py-6">
      <header className="flex flex-wrap items-center justify-between gap-4">
        <Wordmark />
        <ReaderChoices />
      </header>
      <main className="flex flex-1 flex-col justify-center py-12">{children}</main>
    </div>
  );
}

function SignIn() {
  const t = useTranslations('shell');
  return (
    <Entry>
      <section className="mx-auto w-full max-w-sm">
        <h1 className="mb-6 text-2xl font-semibold tracking-tight">{t('signInTitle')}</h1>
        <SignInForm target="/" />
      </section>
    </Entry>
  );
}

function Welcome() {
  const t = useTranslations('welcome');
  return (
    <Entry>
      <h1 className="text-3xl font-semibold tracking-tight">{t('title')}</h1>
      <p className="mt-3 max-w-[60ch] text-ink-2">{t('intro')}</p>
      <section className="mt-8 rounded-xl border border-line bg-surface px-6 py-5">
        <h2 className="mb-4 text-lg font-semibold">{t('createTitle')}</h2>
        <FirstAdministratorForm needsCode />
      </section>
    </Entry>
  );
}
