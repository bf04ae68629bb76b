import { useSignal } from '@preact/signals';
import type { Deployment } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { DeleteSection } from './delete-section.tsx';
import { CheckBox, EditedThing, Field, Form, fieldValue, NumberField, TextArea, TextField } from './form.tsx';
import { SnippetMaker } from './snippet-maker.tsx';

type DeploymentsProps = { admin: AdminModel; origin: string };

const fresh: Deployment = {
  id: '',
  name: '',
  description: '',
  allowedDomains: [],
  isDisabled: false,
  isAuthenticationRequired: false,
  authenticationUrl: '',
  skin: '',
  flow: undefined,
  retentionDays: undefined,
  isPriorityAccepted: false,
  queueId: undefined,
  version: undefined,
};

export function Deployments({ admin, origin }: DeploymentsProps) {
  return (
    <>
      {admin.deployments.value.map((deployment) => (
        <DeploymentCard key={deployment.id} admin={admin} origin={origin} deployment={deployment} />
      ))}
      <h3>{adminMessages.value.newDeployment}</h3>
      <DeploymentForm admin={admin} deployment={fresh} />
    </>
  );
}

function DeploymentCard({ admin, origin, deployment }: DeploymentsProps & { deployment: Deployment }) {
  const isOpen = useSignal(false);
  const { id, name, isDisabled } = deployment;
  return (
    <details onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        <span dir="auto">{name}</span> {isDisabled && `· ${adminMessages.value.disabled}`}
      </summary>
      <SnippetMaker admin={admin} origin={origin} deploymentId={id} isShown={isOpen.value} />
      <EditedThing thing={deployment}>
        {(shown, key) => <DeploymentForm key={key} admin={admin} deployment={shown} />}
      </EditedThing>
      <DeleteSection
        name={name}
        listReferences={() => admin.listReferences('deployment', id)}
        effect={adminMessages.value.deploymentGoes}
        onRemove={() => admin.removeDeployment(id)}
      />
    </details>
  );
}

function DeploymentForm({ admin, deployment }: { admin: AdminModel; deployment: Deployment }) {
  const isNew = deployment.id === '';
  const submit = (fields: FormData, version = deployment.version) =>
    admin.saveDeployment({ ...readDeployment(fields), id: deployment.id, version });
  return (
    <Form
      label={isNew ? adminMessages.value.newDeployment : deployment.name}
      submit={isNew ? adminMessages.value.create : adminMessages.value.save}
      onSubmit={submit}
      onGiveUp={admin.load}
      isForNew={isNew}
    >
      <TextField label={adminMessages.value.name} name="name" value={deployment.name} />
      <TextArea
        label={adminMessages.value.domains}
        name="allowedDomains"
        value={deployment.allowedDomains.join('\n')}
      />
      <CheckBox label={adminMessages.value.disabled} name="disabled" isChecked={deployment.isDisabled} />
      <NumberField
        label={adminMessages.value.retention}
        name="retentionDays"
        limits={{ min: 1, max: 36_500 }}
        isNeeded={false}
        value={`${deployment.retentionDays ?? ''}`}
      />
      <MoreSettings admin={admin} deployment={deployment} />
    </Form>
  );
}

function MoreSettings({ admin, deployment }: { admin: AdminModel; deployment: Deployment }) {
  const { description, isAuthenticationRequired, authenticationUrl, flow, skin, queueId, isPriorityAccepted } =
    deployment;
  const queues = admin.queues.value;
  return (
    <details class="more">
      <summary>{adminMessages.value.moreSettings}</summary>
      <TextArea label={adminMessages.value.description} name="description" value={description} />
      <Field label={adminMessages.value.ownQueue} hint={adminMessages.value.ownQueueHint} name="queueId">
        {(control) => (
          <select {...control} dir="auto">
            <option value="">{adminMessages.value.noOwnQueue}</option>
            {queues.map(({ id, name }) => (
              <option key={id} value={id} selected={id === queueId}>
                {name}
              </option>
            ))}
            {queueId && !queues.some(({ id }) => id === queueId) && (
              <option value={queueId} selected>
                {adminMessages.value.goneQueue}
              </option>
            )}
          </select>
        )}
      </Field>
      <CheckBox label={adminMessages.value.acceptPriority} name="acceptPriority" isChecked={isPriorityAccepted} />
      <CheckBox
        label={adminMessages.value.authenticated}
        name="authenticationRequired"
        isChecked={isAuthenticationRequired}
      />
      <TextField
        label={adminMessages.value.authenticationUrl}
        hint={adminMessages.value.authenticationUrlHint}
        name="authenticationUrl"
        isNeeded={false}
        value={authenticationUrl}
      />
      <TextField
        label={adminMessages.value.flowId}
        hint={adminMessages.value.flowHint}
        name="flow.id"
        isNeeded={false}
        value={flow?.id ?? ''}
      />
      <TextField label={adminMessages.value.flowName} name="flow.name" isNeeded={false} value={flow?.name ?? ''} />
      <Field label={adminMessages.value.skin} hint={adminMessages.value.skinHint} name="webChatConfig">
        {(control) => (
          <select {...control}>
            {Object.entries(adminMessages.value.skins).map(([value, label]) => (
              <option key={value} value={value} selected={value === skin}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </details>
  );
}

function readDeployment(fields: FormData): Omit<Deployment, 'id' | 'version'> {
  const [days, flowId] = [fieldValue(fields, 'retentionDays'), fieldValue(fields, 'flow.id')];
  return {
    name: fieldValue(fields, 'name'),
    description: fieldValue(fields, 'description'),
    allowedDomains: fieldValue(fields, 'allowedDomains').split(/\s+/).filter(Boolean),
    isDisabled: fields.get('disabled') !== null,
    isPriorityAccepted: fields.get('acceptPriority') !== null,
    isAuthenticationRequired: fields.get('authenticationRequired') !== null,
    authenticationUrl: fieldValue(fields, 'authenticationUrl'),
    skin: fieldValue(fields, 'webChatConfig'),
    flow: flowId ? { id: flowId, name: fieldValue(fields, 'flow.name') } : undefined,
    retentionDays: days === '' ? undefined : Number(days),
    queueId: fieldValue(fields, 'queueId') || undefined,
  };
}
