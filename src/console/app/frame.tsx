import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AdminModel } from '../admin/admin-model.ts';
import { Administration } from '../admin/administration.tsx';
import { Invitation } from '../admin/invitation.tsx';
import { App } from './app.tsx';
import type { Route } from './chat-route.ts';
import type { ConsoleStore } from './console-store.ts';

export type FrameProps = { store: ConsoleStore; admin: AdminModel; route: ReadonlySignal<Route>; origin: string };

/** The desk, the administration behind the same door, or the page a link of invitation leads to. */
export function Frame({ store, admin, route, origin }: FrameProps) {
  const lastUser = useRef<string | undefined>(undefined);
  const at = route.value;
  if (at.view === 'invitation') return <Invitation admin={admin} token={at.token} />;
  const session = store.session.value;
  const userId = session.phase === 'signed-in' ? session.user.id : undefined;
  if (userId !== undefined) lastUser.current = userId;
  const place = store.place.value;
  const administers = place.room === 'admin' ? lastUser.current : undefined;
  return (
    <>
      {/* A session that ends meanwhile takes nothing typed with it. For somebody else it begins anew. */}
      {place.room === 'admin' && administers !== undefined && (
        <div key={administers} class="admin-room" hidden={userId === undefined}>
          <Administration admin={admin} origin={origin} section={place.path[0]} />
        </div>
      )}
      {(administers === undefined || userId === undefined) && <App store={store} />}
    </>
  );
}
