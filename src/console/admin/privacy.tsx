import { useSignal } from '@preact/signals';
import type { PersonalData } from '../../client/admin/ports.ts';
import { saveFile } from '../../ui/save-file.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { EmailField, Form } from './form.tsx';

/** Exports or deletes the data stored about one visitor. */
export function Privacy({ admin }: { admin: AdminModel }) {
  const found = useSignal<PersonalData | undefined>(undefined);
  const find = async (fields: FormData) => {
    found.value = undefined;
    const answer = await admin.findPerson(String(fields.get('email')).trim());
    if ('error' in answer) return answer.error;
    found.value = answer;
    return undefined;
  };
  const person = found.value;
  return (
    <>
      <p>{adminMessages.value.personHint}</p>
      <Form label={adminMessages.value.sections.privacy} submit={adminMessages.value.personFind} onSubmit={find}>
        <EmailField label={adminMessages.value.email} name="email" />
      </Form>
      {person && <p role="status">{adminMessages.value.personChats(person.count, person.email)}</p>}
      {person && person.count > 0 && (
        <>
          <button
            type="button"
            class="button"
            onClick={() => saveFile('personal-data.json', 'application/json', person.json)}
          >
            {adminMessages.value.personSave}
          </button>
          <ConfirmAction
            key={person.email}
            label={adminMessages.value.personDelete}
            about={person.email}
            question={adminMessages.value.personDeleteAsk(person.count, person.email)}
            onYes={() => admin.deletePerson(person.email)}
          />
        </>
      )}
    </>
  );
}
