import { useSignal } from '@preact/signals';
import type { Person } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
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
            <span dir="auto">{person.name}</span> · {person.email}{' '}
            {person.isAdministrator && `· ${adminMessages.value.administers}`}{' '}
            {person.isInvited && `· ${adminMessages.value.invited}`}
          </summary>
          <EditedThing thing={person}>
            {(shown, key) => <PersonForm key={key} admin={admin} person={shown} />}
          </EditedThing>
          <PersonAccess admin={admin} person={person} />
          <DeleteSection
            name={person.name}
            listReferences={() => admin.listReferences('person', person.id)}
            effect={adminMessages.value.personGoes}
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
      label={adminMessages.value.formOf.person(person.name, person.email)}
      submit={adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
    >
      <TextField label={adminMessages.value.name} name="name" value={person.name} />
      <EmailField label={adminMessages.value.email} name="email" value={person.email} />
      <NumberField
        label={adminMessages.value.capacity}
        name="capacity"
        limits={{ min: 0, max: 100 }}
        value={`${person.capacity}`}
      />
      <TextField label={adminMessages.value.skills} name="skills" isNeeded={false} value={person.skills.join(', ')} />
      <TextField
        label={adminMessages.value.languages}
        name="languages"
        isNeeded={false}
        value={person.languages.join(', ')}
      />
      <CheckBox label={adminMessages.value.administrator} name="administrator" isChecked={person.isAdministrator} />
    </Form>
  );
}

/** How they come in, and how they are put out. */
function PersonAccess({ admin, person: { id, name } }: SectionProps & { person: Person }) {
  const link = useSignal('');
  const inviteAgain = async () => {
    const answer = await admin.inviteAgain(id);
    if ('error' in answer) return answer.error;
    link.value = answer.link;
    return undefined;
  };
  return (
    <>
      <ConfirmAction
        label={adminMessages.value.inviteAgain}
        about={name}
        question={adminMessages.value.reallyInvite(name)}
        onYes={inviteAgain}
      />
      {link.value && <Copyable label={adminMessages.value.linkFor} text={link.value} rows={2} />}
      <ConfirmAction
        label={adminMessages.value.signOutEverywhere}
        about={name}
        question={adminMessages.value.reallySignOut(name)}
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
    if ('error' in answer) return answer.error;
    link.value = answer.link;
    return undefined;
  };
  return (
    <>
      <h3>{adminMessages.value.invitePerson}</h3>
      <Form label={adminMessages.value.invitePerson} submit={adminMessages.value.invite} onSubmit={submit} isForNew>
        <TextField label={adminMessages.value.name} name="name" />
        <EmailField label={adminMessages.value.email} name="email" />
        <CheckBox label={adminMessages.value.administrator} name="administrator" />
      </Form>
      {link.value && <Copyable label={adminMessages.value.linkFor} text={link.value} rows={2} />}
    </>
  );
}
