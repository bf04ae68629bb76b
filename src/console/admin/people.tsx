import { useSignal } from '@preact/signals';
import type { Person } from '../../client/admin/ports.ts';
import { adminWords as words } from '../messages/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { Copyable } from './copyable.tsx';
import { DeleteSection } from './delete-section.tsx';
import { CheckBox, EditedThing, EmailField, Form, fieldValue, listOf, NumberField, TextField } from './form.tsx';

type SectionProps = { admin: AdminModel };

/** Who works here. */
export function People({ admin }: SectionProps) {
  return (
    <>
      {admin.people.value.map((person) => (
        <details key={person.id}>
          <summary>
            <span dir="auto">{person.name}</span> · {person.email} {person.isAdministrator && `· ${words.administers}`}{' '}
            {person.isInvited && `· ${words.invited}`}
          </summary>
          <EditedThing thing={person}>
            {(shown, key) => <PersonForm key={key} admin={admin} person={shown} />}
          </EditedThing>
          <PersonAccess admin={admin} person={person} />
          <DeleteSection
            name={person.name}
            uses={() => admin.listReferences('person', person.id)}
            effect={words.personGoes}
            onRemove={() => admin.removePerson(person.id)}
          />
        </details>
      ))}
      <InvitationForm admin={admin} />
    </>
  );
}

function PersonForm({ admin, person }: SectionProps & { person: Person }) {
  const submit = (fields: FormData, version = person.version) =>
    admin.savePerson({
      ...person,
      name: fieldValue(fields, 'name'),
      email: fieldValue(fields, 'email'),
      isAdministrator: fields.get('administrator') !== null,
      capacity: Number(fields.get('capacity')),
      skills: listOf(fields, 'skills'),
      languages: listOf(fields, 'languages'),
      version,
    });
  return (
    <Form
      label={words.formOf.person(person.name, person.email)}
      submit={words.save}
      onSubmit={submit}
      onGiveUp={admin.load}
    >
      <TextField label={words.name} name="name" value={person.name} />
      <EmailField label={words.email} name="email" value={person.email} />
      <NumberField label={words.capacity} name="capacity" limits={{ min: 0, max: 100 }} value={`${person.capacity}`} />
      <TextField label={words.skills} name="skills" isNeeded={false} value={person.skills.join(', ')} />
      <TextField label={words.languages} name="languages" isNeeded={false} value={person.languages.join(', ')} />
      <CheckBox label={words.administrator} name="administrator" isChecked={person.isAdministrator} />
    </Form>
  );
}

/** How they come in, and how they are put out. */
function PersonAccess({ admin, person: { id, name } }: SectionProps & { person: Person }) {
  const link = useSignal('');
  const inviteAgain = async () => {
    const answer = await admin.inviteAgain(id);
    if ('trouble' in answer) return answer.trouble;
    link.value = answer.link;
    return undefined;
  };
  return (
    <>
      <ConfirmAction label={words.inviteAgain} about={name} question={words.reallyInvite(name)} onYes={inviteAgain} />
      {link.value && <Copyable label={words.linkFor} text={link.value} rows={2} />}
      <ConfirmAction
        label={words.signOutEverywhere}
        about={name}
        question={words.reallySignOut(name)}
        onYes={() => admin.signOut(id)}
      />
    </>
  );
}

function InvitationForm({ admin }: SectionProps) {
  const link = useSignal('');
  const submit = async (fields: FormData) => {
    const isAdministrator = fields.get('administrator') !== null;
    const answer = await admin.invite({
      name: fieldValue(fields, 'name'),
      email: fieldValue(fields, 'email'),
      isAdministrator,
    });
    if ('trouble' in answer) return answer.trouble;
    link.value = answer.link;
    return undefined;
  };
  return (
    <>
      <h3>{words.invitePerson}</h3>
      <Form label={words.invitePerson} submit={words.invite} onSubmit={submit} isForNew>
        <TextField label={words.name} name="name" />
        <EmailField label={words.email} name="email" />
        <CheckBox label={words.administrator} name="administrator" />
      </Form>
      {link.value && <Copyable label={words.linkFor} text={link.value} rows={2} />}
    </>
  );
}
