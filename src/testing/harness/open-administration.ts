import { signal } from '@preact/signals';
import { fireEvent, screen, within } from '@testing-library/preact';
import { onTestFinished } from 'vitest';
import { createAdminClient } from '../../client/admin/admin-client.ts';
import { createHttpClient } from '../../client/http-client.ts';
import { createAdminModel } from '../../console/admin/admin-model.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import type { Clock } from '../../environment/environment.ts';
import { allPermissions } from '../../server/domain/permissions.ts';
import { startInProcessServer } from './in-process-server.ts';

/** The administration's model over the real service, for the seed's agent, who may do everything. */
export async function openAdministration({ clock = browserClock }: { clock?: Clock } = {}) {
  const server = await startInProcessServer();
  onTestFinished(() => server.stop());
  const { agent } = server;
  const isAllowed = signal(true);
  /** Answers some requests itself, by method and path. */
  const faults = new Map<string, () => Response>();
  const through = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const fault = faults.get(`${request.method} ${pathname}`) ?? faults.get(request.method);
    if (fault) return fault();
    if (request.url.endsWith('/console/session')) {
      const permissions = isAllowed.value ? allPermissions : [];
      return Response.json({ permissions, organizationId: server.seed.organizationId });
    }
    const sent = new Request(request);
    sent.headers.set('Authorization', `Bearer ${agent.token}`);
    return server.fetch(sent);
  };
  const { call } = createHttpClient({ base: server.origin, fetch: through, clock });
  return { server, admin: createAdminModel({ service: createAdminClient(call), clock }), isAllowed, faults };
}

export const formNamed = (name: string) => screen.findByRole<HTMLFormElement>('form', { name });

/** Types into the fields of a form, by their labels, and sends it. */
export async function fill(name: string, fields: Record<string, string>): Promise<HTMLFormElement> {
  const form = await formNamed(name);
  for (const [label, value] of Object.entries(fields)) {
    fireEvent.input(within(form).getByLabelText(label), { target: { value } });
  }
  fireEvent.submit(form);
  return form;
}

/** Presses a button that asks, and answers yes. */
export async function confirm(name: string, question: RegExp | string, yes: string): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name }));
  const asked = await screen.findByRole('group', { name: question });
  fireEvent.click(within(asked).getByRole('button', { name: yes }));
}
