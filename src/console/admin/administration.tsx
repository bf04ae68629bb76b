import { useEffect } from 'preact/hooks';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { Deployments } from './deployments.tsx';
import { Form, TextField } from './form.tsx';
import { People } from './people.tsx';
import { Codes, Replies } from './phrases.tsx';
import { Removal } from './removal.tsx';

type AdministrationProps = { admin: AdminModel; origin: string };

/** Where an administrator sets the service up. */
export function Administration({ admin, origin }: AdministrationProps) {
  useEffect(() => void admin.load(), [admin]);
  const state = admin.state.value;
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
      {state === 'ready' && (
        <>
          <Queues admin={admin} />
          <Deployments admin={admin} origin={origin} />
          <Replies admin={admin} />
          <Codes admin={admin} />
          <People admin={admin} />
          <Audit admin={admin} />
        </>
      )}
    </main>
  );
}

type SectionProps = { admin: AdminModel };

function Queues({ admin }: SectionProps) {
  const submit = (fields: FormData) =>
    admin.createQueue(String(fields.get('name')).trim(), fields.getAll('member').map(String));
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">{words.queues}</h2>
      <ul>
        {admin.queues.value.map(({ id, name, memberIds }) => (
          <li key={id}>
            <span dir="auto">{name}</span> · {words.memberCount(memberIds.length)}{' '}
            <Removal name={name} onRemove={() => admin.removeQueue(id)} />
          </li>
        ))}
      </ul>
      <h3>{words.newQueue}</h3>
      <Form label={words.newQueue} submit={words.create} onSubmit={submit} isForNew>
        <TextField label={words.name} name="name" />
        <fieldset>
          <legend>{words.members}</legend>
          {admin.people.value.map(({ id, name }) => (
            <label key={id} dir="auto">
              <input name="member" type="checkbox" value={id} /> {name}
            </label>
          ))}
        </fieldset>
      </Form>
    </section>
  );
}

function Audit({ admin }: SectionProps) {
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">{words.audit}</h2>
      <ul>
        {admin.deeds.value.map(({ id, at, who, action, what }) => (
          <li key={id}>
            <time dateTime={at}>{at.slice(0, 16).replace('T', ' ')}</time> · <span dir="auto">{who}</span> {action}{' '}
            <span dir="auto">{what}</span>
          </li>
        ))}
      </ul>
      <a href="/api/v2/audits?format=csv">CSV</a> <a href="/api/v2/audits?format=json">JSON</a>
    </section>
  );
}
