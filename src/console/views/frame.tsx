import type { ReadonlySignal } from '@preact/signals';
import type { AdminModel } from '../admin/admin-model.ts';
import { Administration } from '../admin/administration.tsx';
import { Invitation } from '../admin/invitation.tsx';
import type { ConsoleStore } from '../console-store.ts';
import type { Route } from '../route.ts';
import { App } from './app.tsx';

export type FrameProps = { store: ConsoleStore; admin: AdminModel; route: ReadonlySignal<Route>; origin: string };

/** The desk, the administration behind the same door, or the page a link of invitation leads to. */
export function Frame({ store, admin, route, origin }: FrameProps) {
  const at = route.value;
  if (at.view === 'invitation') return <Invitation admin={admin} token={at.token} />;
  const isIn = store.session.value.phase === 'signed-in';
  const place = store.place.value;
  return place.room === 'admin' && isIn ? (
    <Administration admin={admin} origin={origin} section={place.path[0]} />
  ) : (
    <App store={store} />
  );
}
