import { createChat } from 'porchlight-chat';

// The page's own address says where the service is, so that one build serves each service it is tried with.
const address = new URLSearchParams(location.search);
const param = (name: string) => address.get(name) ?? '';

const chat = createChat({
  apiBase: param('apiBase'),
  organizationId: param('organizationId'),
  deploymentId: param('deploymentId'),
  queue: param('queue'),
  texts: { title: 'Ask the shop' },
});

const latest = document.createElement('p');
document.querySelector('main')?.append(latest);
document.addEventListener('porchlight:message', ({ detail }) => {
  latest.textContent = `${detail.from}: ${detail.text}`;
});
chat.on('error', ({ detail }) => console.warn(detail.code));
