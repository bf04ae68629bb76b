import { useSignal } from '@preact/signals';
import type { Person } from '../../chat/admin-port.ts';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { EmailField, Form, TextField } from './form.tsx';
import { Removal } from './removal.tsx';

type SectionProps = { admin: AdminModel };

/** Who works here. */
export function People({ admin }: SectionProps) {
  return (
    <section aria-labelledby="people">
      <h2 id="people">{words.people}</h2>
      {admin.people.value.map((person) => (
        <details key={person.id}>
          <summary>
            <span dir="auto">{person.name}</span> · {person.email} {person.isInvited && `· ${words.invited}`}
          </summary>
          <PersonForm key={person.version} admin={admin} person={person} />
          <Removal name={person.name} onRemove={() => admin.removePerson(person.id)} />
        </details>
      ))}
      <InvitationForm admin={admin} />
    </section>
  );
}

function PersonForm({ admin, person }: SectionProps & { person: Person }) {
  const submit = (fields: FormData) =>
    admin.savePerson({
      ...person,
      name: String(fields.get('name')).trim(),
      email: String(fields.get('email')).trim(),
      isAdministrator: fields.get('administrator') !== null,
      capacity: Number(fields.get('capacity')),
      skills: listOf(fields.get('skills')),
      languages: listOf(fields.get('languages')),
    });
  return (
    <Form label={person.name} submit={words.save} onSubmit={submit}>
      <TextField label={words.name} name="name" value={person.name} />
      <EmailField label={words.email} name="email" value={person.email} />
      <label class="field">
        <span>{words.capacity}</span>
        <input name="capacity" type="number" min={0} max={100} required defaultValue={`${person.capacity}`} />
      </label>
      <label class="field">
        <span>{words.skills}</span>
        <input name="skills" type="text" dir="auto" defaultValue={person.skills.join(', ')} />
      </label>
      <label class="field">
        <span>{words.languages}</span>
        <input name="languages" type="text" dir="auto" defaultValue={person.languages.join(', ')} />
      </label>
      <label>
        <input name="administrator" type="checkbox" defaultChecked={person.isAdministrator} /> {words.administrator}
      </label>
    </Form>
  );
}

const listOf = (field: FormDataEntryValue | null) =>
  String(field ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

function InvitationForm({ admin }: SectionProps) {
  const link = useSignal('');
  const submit = async (fields: FormData) => {
    const isAdministrator = fields.get('administrator') !== null;
    const person = { name: String(fields.get('name')).trim(), email: String(fields.get('email')).trim() };
    const answer = await admin.invite({ ...person, isAdministrator });
    if (typeof answer === 'string') return answer;
    link.value = answer.link;
    return undefined;
  };
  return (
    <>
      <h3>{words.invitePerson}</h3>
      <Form label={words.invitePerson} submit={words.invite} onSubmit={submit} isForNew>
        <TextField label={words.name} name="name" />
        <EmailField label={words.email} name="email" />
        <label>
          <input name="administrator" type="checkbox" /> {words.administrator}
        </label>
      </Form>
      {link.value && (
        <label class="field">
          <span>{words.linkFor}</span>
          <input readOnly value={link.value} />
        </label>
      )}
    </>
  );
}
