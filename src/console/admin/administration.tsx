import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { adminWords as words } from '../messages/admin-en.ts';
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

/** Where an administrator sets the service up. The address says which part of it is looked at. */
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
        <h1>{words.title}</h1>
        <a class="button" href="#/chats">
          {words.toDesk}
        </a>
      </header>
      {state === 'loading' && <p role="status">{words.loading}</p>}
      {state === 'forbidden' && <p role="alert">{words.forbidden}</p>}
      {state === 'failed' && (
        <p role="alert">
          {words.loadFailed}{' '}
          <button type="button" class="button" onClick={admin.load}>
            {words.tryAgain}
          </button>
        </p>
      )}
      {admin.isOutdated.value && (
        <p class="notice" role="alert">
          {words.notReread}{' '}
          <button type="button" class="button" onClick={admin.load}>
            {words.tryAgain}
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
      <nav aria-label={words.title}>
        {Object.entries(words.sections).map(([name, title]) => (
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

function Section({ name, children }: { name: keyof typeof words.sections; children: ComponentChildren }) {
  return (
    <section aria-labelledby={name}>
      <h2 id={name} tabIndex={-1}>
        {words.sections[name]}
      </h2>
      {children}
    </section>
  );
}
