import 'porchlight-chat/element';
import { createApp, h, ref } from 'vue';

const { apiBase, organizationId, deploymentId, queue } = Object.fromEntries(new URLSearchParams(location.search));

createApp({
  setup() {
    const heard = ref('');
    return () => [
      h('p', heard.value),
      h('porchlight-chat', {
        'api-base': apiBase,
        'organization-id': organizationId,
        'deployment-id': deploymentId,
        queue,
        'onPorchlight:message': ({ detail }) => {
          heard.value = `${detail.from}: ${detail.text}`;
        },
      }),
    ];
  },
}).mount('#app');
