import { useSignal } from '@preact/signals';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { CheckBox, Form } from './form.tsx';

/** What counts for the whole organization. */
export function OrganizationSettings({ admin }: { admin: AdminModel }) {
  // What the form began with: whatever else is saved on this page reads the settings again, and typed things stay.
  const begun = useSignal(admin.settings.value);
  const givenUp = useSignal(0);
  const submit = async (fields: FormData, version = begun.value.version) => {
    const isDeploymentRequired = fields.get('requireDeployment') !== null;
    const trouble = await admin.saveSettings({ isDeploymentRequired, version });
    if (!trouble) begun.value = admin.settings.value;
    return trouble;
  };
  const giveUp = async () => {
    await admin.load();
    begun.value = admin.settings.value;
    givenUp.value += 1;
  };
  return (
    <Form key={givenUp.value} label={words.settings} submit={words.save} onSubmit={submit} onGiveUp={giveUp}>
      <CheckBox label={words.requireDeployment} name="requireDeployment" isChecked={begun.value.isDeploymentRequired} />
      <p>
        <small>{words.requireDeploymentHint}</small>
      </p>
    </Form>
  );
}
