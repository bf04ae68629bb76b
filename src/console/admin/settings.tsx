import type { OrganizationSettings as Settings } from '../../client/admin/ports.ts';
import { adminWords as words } from '../messages/admin-en.ts';
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
    <Form label={words.settings} submit={words.save} onSubmit={submit} onGiveUp={admin.load}>
      <CheckBox label={words.requireDeployment} name="requireDeployment" isChecked={settings.isDeploymentRequired} />
      <p>
        <small>{words.requireDeploymentHint}</small>
      </p>
    </Form>
  );
}
