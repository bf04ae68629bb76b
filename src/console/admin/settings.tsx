import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { CheckBox, Form } from './form.tsx';

/** What counts for the whole organization. */
export function OrganizationSettings({ admin }: { admin: AdminModel }) {
  const { isDeploymentRequired } = admin.settings.value;
  const submit = (fields: FormData) =>
    admin.saveSettings({ isDeploymentRequired: fields.get('requireDeployment') !== null });
  return (
    <Form label={words.settings} submit={words.save} onSubmit={submit}>
      <CheckBox label={words.requireDeployment} name="requireDeployment" isChecked={isDeploymentRequired} />
      <p>
        <small>{words.requireDeploymentHint}</small>
      </p>
    </Form>
  );
}
