import { createChat } from 'porchlight-chat';

// The page's own address says where the service is, so that one build serves each service it is tried with.
const address = new URLSearchParams(location.search);
const told = (name: string) => address.get(name) ?? '';

const chat = createChat({
  apiBase: told('apiBase'),
  organizationId: told('organizationId'),
  deploymentId: told('deploymentId'),
  queue: told('queue'),
  texts: { title: 'Ask the shop' },
});

const heard = document.createElement('p');
document.querySelector('main')?.append(heard);
document.addEventListener('porchlight:message', ({ detail }) => {
  heard.textContent = `${detail.from}: ${detail.text}`;
});
chat.on('error', ({ detail }) => console.warn(detail.code));
