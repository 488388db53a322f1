import type { ComponentType } from 'react';
import { OverviewScreen } from '@/app/(console)/_overview/overview-screen';

/** What can be photographed. */
export const SCREENS: Readonly<Record<string, ComponentType>> = {
  overview: () => <OverviewScreen viewerRole="administrator" />,
};
