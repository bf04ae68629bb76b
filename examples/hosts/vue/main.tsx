import type {} from 'porchlight-chat/vue';
import 'porchlight-chat/element';
import { createApp, h, ref } from 'vue';

const address = new URLSearchParams(location.search);
const told = (name: string) => address.get(name) ?? undefined;

const heard = ref('');

createApp(() => [
  h('p', heard.value),
  <porchlight-chat
    api-base={told('apiBase')}
    organization-id={told('organizationId')}
    deployment-id={told('deploymentId')}
    queue={told('queue')}
    onPorchlight:message={({ detail }) => {
      heard.value = `${detail.from}: ${detail.text}`;
    }}
  />,
]).mount('#app');
