import { useSignal } from '@preact/signals';
import type { Deployment } from '../../chat/admin-port.ts';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { Form, TextField } from './form.tsx';
import { Removal } from './removal.tsx';
import { SnippetMaker } from './snippet-maker.tsx';

type DeploymentsProps = { admin: AdminModel; origin: string };

const fresh: Deployment = {
  id: '',
  name: '',
  allowedDomains: [],
  isDisabled: false,
  retentionDays: undefined,
  version: undefined,
};

export function Deployments({ admin, origin }: DeploymentsProps) {
  return (
    <section aria-labelledby="deployments">
      <h2 id="deployments">{words.deployments}</h2>
      {admin.deployments.value.map((deployment) => (
        <Shop key={deployment.id} admin={admin} origin={origin} deployment={deployment} />
      ))}
      <h3>{words.newDeployment}</h3>
      <DeploymentForm admin={admin} deployment={fresh} />
    </section>
  );
}

function Shop({ admin, origin, deployment }: DeploymentsProps & { deployment: Deployment }) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary dir="auto">{deployment.name}</summary>
      <SnippetMaker admin={admin} origin={origin} deploymentId={deployment.id} isShown={isOpen.value} />
      {/* Another version is another form: what it shows is what would be kept. */}
      <DeploymentForm key={deployment.version} admin={admin} deployment={deployment} />
      <Removal name={deployment.name} onRemove={() => admin.removeDeployment(deployment.id)} />
    </details>
  );
}

function DeploymentForm({ admin, deployment }: { admin: AdminModel; deployment: Deployment }) {
  const isNew = deployment.id === '';
  const submit = (fields: FormData) => {
    const days = String(fields.get('retention')).trim();
    return admin.saveDeployment({
      ...deployment,
      name: String(fields.get('name')).trim(),
      allowedDomains: String(fields.get('domains')).split(/\s+/).filter(Boolean),
      retentionDays: days === '' ? undefined : Number(days),
      isDisabled: fields.get('disabled') !== null,
    });
  };
  const label = isNew ? words.newDeployment : deployment.name;
  return (
    <Form label={label} submit={isNew ? words.create : words.save} onSubmit={submit} isForNew={isNew}>
      <TextField label={words.name} name="name" value={deployment.name} />
      <label class="field">
        <span>{words.domains}</span>
        <textarea name="domains" rows={3} defaultValue={deployment.allowedDomains.join('\n')} />
      </label>
      <label class="field">
        <span>{words.retention}</span>
        <input name="retention" type="number" min={1} max={36_500} defaultValue={`${deployment.retentionDays ?? ''}`} />
      </label>
      <label>
        <input name="disabled" type="checkbox" defaultChecked={deployment.isDisabled} /> {words.disabled}
      </label>
    </Form>
  );
}
