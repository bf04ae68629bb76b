import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { type AdminMessages, adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { Audit } from './audit.tsx';
import { Codes, Replies } from './canned-content.tsx';
import { Clients } from './clients.tsx';
import { Deployments } from './deployments.tsx';
import { People } from './people.tsx';
import { Privacy } from './privacy.tsx';
import { Queues } from './queues.tsx';
import { OrganizationSettings } from './settings.tsx';

type AdministrationProps = { admin: AdminModel; origin: string; section?: string | undefined };

/** The administration's page. `section`, from the address, is scrolled to. */
export function Administration({ admin, origin, section }: AdministrationProps) {
  useEffect(() => void admin.load(), [admin]);
  const state = admin.state.value;
  useEffect(() => {
    if (state !== 'ready' || section === undefined) return;
    const heading = document.getElementById(section);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }, [section, state]);
  return (
    <main class="admin">
      <header>
        <h1>{adminMessages.value.title}</h1>
        <a class="button" href="#/chats">
          {adminMessages.value.toDesk}
        </a>
      </header>
      {state === 'loading' && <p role="status">{adminMessages.value.loading}</p>}
      {state === 'forbidden' && <p role="alert">{adminMessages.value.forbidden}</p>}
      {state === 'failed' && (
        <p role="alert">
          {adminMessages.value.loadFailed}{' '}
          <button type="button" class="button" onClick={admin.load}>
            {adminMessages.value.tryAgain}
          </button>
        </p>
      )}
      {admin.isOutdated.value && (
        <p class="notice" role="alert">
          {adminMessages.value.notReread}{' '}
          <button type="button" class="button" onClick={admin.load}>
            {adminMessages.value.tryAgain}
          </button>
        </p>
      )}
      {state === 'ready' && <Sections admin={admin} origin={origin} section={section} />}
    </main>
  );
}

function Sections({ admin, origin, section }: AdministrationProps) {
  return (
    <>
      <nav aria-label={adminMessages.value.title}>
        {Object.entries(adminMessages.value.sections).map(([name, title]) => (
          <a key={name} href={`#/admin/${name}`} aria-current={name === section ? 'true' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <Section name="queues">
        <Queues admin={admin} />
      </Section>
      <Section name="deployments">
        <Deployments admin={admin} origin={origin} />
      </Section>
      <Section name="replies">
        <Replies admin={admin} />
      </Section>
      <Section name="codes">
        <Codes admin={admin} />
      </Section>
      <Section name="people">
        <People admin={admin} />
      </Section>
      <Section name="clients">
        <Clients admin={admin} />
      </Section>
      <Section name="settings">
        <OrganizationSettings admin={admin} />
      </Section>
      <Section name="privacy">
        <Privacy admin={admin} />
      </Section>
      <Section name="audit">
        <Audit admin={admin} />
      </Section>
    </>
  );
}

function Section({ name, children }: { name: keyof AdminMessages['sections']; children: ComponentChildren }) {
  return (
    <section aria-labelledby={name}>
      <h2 id={name} tabIndex={-1}>
        {adminMessages.value.sections[name]}
      </h2>
      {children}
    </section>
  );
}
