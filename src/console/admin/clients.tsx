import { type Signal, useSignal } from '@preact/signals';
import type { Client, Credentials } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { ConfirmAction } from './confirm-action.tsx';
import { Copyable } from './copyable.tsx';
import { DeleteSection } from './delete-section.tsx';
import { EditedThing, Field, Form, fieldValue, TextField } from './form.tsx';

type SectionProps = { admin: AdminModel };

/** Programs that come in by an id and a secret. */
export function Clients({ admin }: SectionProps) {
  const clients = admin.clients.value;
  const newCredentials = useSignal<Credentials | undefined>(undefined);
  return (
    <>
      {clients.length === 0 && <p>{adminMessages.value.none}</p>}
      {clients.map((client) => (
        <details key={client.id}>
          <summary dir="auto">{client.name}</summary>
          <EditedThing thing={client}>
            {(shown, key) => <ClientForm key={key} admin={admin} client={shown} newCredentials={newCredentials} />}
          </EditedThing>
          <ConfirmAction
            label={adminMessages.value.newSecret}
            about={client.name}
            question={adminMessages.value.reallyRenew(client.name)}
            onYes={async () => {
              const answer = await admin.renewSecret(client.id);
              if ('error' in answer) return answer.error;
              newCredentials.value = answer;
              return undefined;
            }}
          />
          {newCredentials.value?.id === client.id && <Secret credentials={newCredentials.value} />}
          <DeleteSection
            name={client.name}
            effect={adminMessages.value.clientGoes}
            onRemove={() => admin.removeClient(client.id)}
          />
        </details>
      ))}
      <h3>{adminMessages.value.newClient}</h3>
      <ClientForm
        admin={admin}
        client={{ id: '', name: '', userId: '', permissions: [], version: undefined }}
        newCredentials={newCredentials}
      />
      {newCredentials.value && <Secret credentials={newCredentials.value} />}
    </>
  );
}

function Secret({ credentials: { id, secret } }: { credentials: Credentials }) {
  return (
    <fieldset>
      <legend>{adminMessages.value.secretOnce}</legend>
      <Copyable label={adminMessages.value.clientId} text={id} rows={1} />
      <Copyable label={adminMessages.value.secret} text={secret} rows={1} />
    </fieldset>
  );
}

type ClientFormProps = SectionProps & { client: Client; newCredentials: Signal<Credentials | undefined> };

function ClientForm({ admin, client, newCredentials }: ClientFormProps) {
  const isNew = client.id === '';
  const submit = async (fields: FormData, version = client.version) => {
    const permissions = fields.getAll('permissions').map(String);
    const given = {
      ...client,
      name: fieldValue(fields, 'name'),
      userId: fieldValue(fields, 'userId'),
      permissions,
      version,
    };
    if (!isNew) return admin.saveClient(given);
    const answer = await admin.createClient(given);
    if ('error' in answer) return answer.error;
    newCredentials.value = answer;
    return undefined;
  };
  return (
    <Form
      label={isNew ? adminMessages.value.newClient : adminMessages.value.formOf.client(client.name)}
      submit={isNew ? adminMessages.value.create : adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
      isForNew={isNew}
    >
      <TextField label={adminMessages.value.name} name="name" value={client.name} />
      <Field label={adminMessages.value.actsAs} hint={adminMessages.value.actsAsHint} name="userId">
        {(given) => (
          <select {...given}>
            <option value="">{adminMessages.value.actsAsItself}</option>
            {admin.people.value.map(({ id, name }) => (
              <option key={id} value={id} selected={id === client.userId}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset>
        <legend>{adminMessages.value.may}</legend>
        {admin.permissions.value.map((permission) => (
          <label key={permission} class="check">
            <input
              name="permissions"
              type="checkbox"
              value={permission}
              defaultChecked={client.permissions.includes(permission)}
            />{' '}
            <span dir="ltr">{permission}</span>
          </label>
        ))}
      </fieldset>
    </Form>
  );
}
