import { useSignal } from '@preact/signals';
import type { Deployment } from '../../chat/admin-port.ts';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { Form, TextField } from './form.tsx';
import { scriptTag } from './script-tag.ts';

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
        <details key={deployment.id}>
          <summary dir="auto">{deployment.name}</summary>
          <Tag admin={admin} origin={origin} deploymentId={deployment.id} />
          {/* Another version is another form: what it shows is what would be kept. */}
          <DeploymentForm key={deployment.version} admin={admin} deployment={deployment} />
          <Removal name={deployment.name} onRemove={() => admin.removeDeployment(deployment.id)} />
        </details>
      ))}
      <h3>{words.newDeployment}</h3>
      <DeploymentForm admin={admin} deployment={fresh} />
    </section>
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

function Tag({ admin, origin, deploymentId }: DeploymentsProps & { deploymentId: string }) {
  const chosen = useSignal<string | undefined>(undefined);
  const isCopied = useSignal(false);
  const names = admin.queues.value.map(({ name }) => name);
  const queue = chosen.value ?? names[0];
  if (queue === undefined) return <p>{words.noQueue}</p>;
  const tag = scriptTag({ origin, organizationId: admin.organizationId.value, deploymentId, queue });
  const copy = async () => {
    await navigator.clipboard.writeText(tag).catch(() => {});
    isCopied.value = true;
  };
  return (
    <div class="admin-form">
      <label class="field">
        <span>{words.forQueue}</span>
        <select value={queue} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{words.tag}</span>
        <textarea readOnly rows={4} value={tag} />
      </label>
      <button type="button" class="button" onClick={copy}>
        {isCopied.value ? words.copied : words.copy}
      </button>
    </div>
  );
}

/** Asks before it does what cannot be undone. */
export function Removal({ name, onRemove }: { name: string; onRemove(): Promise<string | undefined> }) {
  const isAsked = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const remove = async () => {
    isAsked.value = false;
    problem.value = await onRemove();
  };
  if (!isAsked.value) {
    return (
      <>
        <p class="notice" role="alert" hidden={!problem.value}>
          {problem}
        </p>
        <button
          type="button"
          class="button quiet"
          aria-label={`${words.remove} ${name}`}
          onClick={() => (isAsked.value = true)}
        >
          {words.remove}
        </button>
      </>
    );
  }
  return (
    <fieldset>
      <legend>{words.reallyRemove(name)}</legend>
      <button type="button" class="button" onClick={remove}>
        {words.remove}
      </button>{' '}
      <button type="button" class="button quiet" onClick={() => (isAsked.value = false)}>
        {words.keep}
      </button>
    </fieldset>
  );
}
