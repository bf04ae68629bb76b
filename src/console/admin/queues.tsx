import type { Person, Queue } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { DeleteSection } from './delete-section.tsx';
import { EditedThing, Form, fieldValue, TextField } from './form.tsx';

type SectionProps = { admin: AdminModel };

/** Where chats wait, and who takes them. */
export function Queues({ admin }: SectionProps) {
  const queues = admin.queues.value;
  return (
    <>
      {queues.length === 0 && <p>{adminMessages.value.none}</p>}
      {queues.map((queue) => (
        <details key={queue.id}>
          <summary>
            <span dir="auto">{queue.name}</span> · {adminMessages.value.memberCount(queue.memberIds.length)}
          </summary>
          <EditedThing thing={queue}>{(shown, key) => <QueueForm key={key} admin={admin} queue={shown} />}</EditedThing>
          <DeleteSection
            name={queue.name}
            listReferences={() => admin.listReferences('queue', queue.id)}
            onRemove={() => admin.removeQueue(queue.id)}
          />
        </details>
      ))}
      <h3>{adminMessages.value.newQueue}</h3>
      <QueueForm admin={admin} queue={{ id: '', name: '', memberIds: [], version: undefined }} />
    </>
  );
}

function QueueForm({ admin, queue }: SectionProps & { queue: Queue }) {
  const isNew = queue.id === '';
  const submit = (fields: FormData, version = queue.version) =>
    admin.saveQueue({
      ...queue,
      name: fieldValue(fields, 'name'),
      memberIds: fields.getAll('memberIds').map(String),
      version,
    });
  return (
    <Form
      label={isNew ? adminMessages.value.newQueue : adminMessages.value.formOf.queue(queue.name)}
      submit={isNew ? adminMessages.value.create : adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
      isForNew={isNew}
    >
      <TextField label={adminMessages.value.name} name="name" value={queue.name} />
      <fieldset>
        <legend>{adminMessages.value.members}</legend>
        {admin.people.value.map((person) => (
          <label key={person.id} class="check">
            <input
              name="memberIds"
              type="checkbox"
              value={person.id}
              defaultChecked={queue.memberIds.includes(person.id)}
            />{' '}
            <span dir="auto">{person.name}</span> <small dir="auto">{abilitiesOf(person)}</small>
          </label>
        ))}
      </fieldset>
    </Form>
  );
}

/** What routing considers; it is edited with the person. */
const abilitiesOf = ({ capacity, skills, languages }: Person) =>
  [adminMessages.value.takes(capacity), ...skills, ...languages].join(' · ');
