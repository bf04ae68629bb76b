import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AdminModel } from '../admin/admin-model.ts';
import { Administration } from '../admin/administration.tsx';
import { Invitation } from '../admin/invitation.tsx';
import { App } from './app.tsx';
import type { ConsoleStore } from './console-store.ts';
import type { PageView } from './page-view.ts';

export type FrameProps = { store: ConsoleStore; admin: AdminModel; pageView: ReadonlySignal<PageView>; origin: string };

/** The desk, the administration, or the page of an invitation link. */
export function Frame({ store, admin, pageView: route, origin }: FrameProps) {
  const lastUser = useRef<string | undefined>(undefined);
  const at = route.value;
  if (at.view === 'invitation') return <Invitation admin={admin} token={at.token} />;
  const session = store.session.value;
  const userId = session.phase === 'signed-in' ? session.user.id : undefined;
  if (userId !== undefined) lastUser.current = userId;
  const place = store.route.value;
  const administers = place.section === 'admin' ? lastUser.current : undefined;
  return (
    <>
      {/* Hidden while the session is over, so that typed values stay. Another user gets a fresh page. */}
      {place.section === 'admin' && administers !== undefined && (
        <div key={administers} class="admin-room" hidden={userId === undefined}>
          <Administration admin={admin} origin={origin} section={place.path[0]} />
        </div>
      )}
      {(administers === undefined || userId === undefined) && <App store={store} />}
    </>
  );
}
