import type { OrganizationSettings as Settings } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { CheckBox, EditedThing, Form } from './form.tsx';

/** What counts for the whole organization. */
export function OrganizationSettings({ admin }: { admin: AdminModel }) {
  return (
    <EditedThing thing={admin.settings.value}>
      {(shown, key) => <SettingsForm key={key} admin={admin} settings={shown} />}
    </EditedThing>
  );
}

function SettingsForm({ admin, settings }: { admin: AdminModel; settings: Settings }) {
  const submit = (fields: FormData, version = settings.version) =>
    admin.saveSettings({ isDeploymentRequired: fields.get('requireDeployment') !== null, version });
  return (
    <Form
      label={adminMessages.value.settings}
      submit={adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
    >
      <CheckBox
        label={adminMessages.value.requireDeployment}
        name="requireDeployment"
        isChecked={settings.isDeploymentRequired}
      />
      <p>
        <small>{adminMessages.value.requireDeploymentHint}</small>
      </p>
    </Form>
  );
}
