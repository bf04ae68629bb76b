import type {} from 'porchlight-chat/vue';
import 'porchlight-chat/element';
import { createApp, h, ref } from 'vue';

const address = new URLSearchParams(location.search);
const param = (name: string) => address.get(name) ?? undefined;

const latest = ref('');

createApp(() => [
  h('p', latest.value),
  <porchlight-chat
    api-base={param('apiBase')}
    organization-id={param('organizationId')}
    deployment-id={param('deploymentId')}
    queue={param('queue')}
    onPorchlight:message={({ detail }) => {
      latest.value = `${detail.from}: ${detail.text}`;
    }}
  />,
]).mount('#app');
