import { createChat } from 'porchlight-chat';

// The page's own address says where the service is, so that one build serves each service it is tried with.
const { apiBase, organizationId, deploymentId, queue } = Object.fromEntries(new URLSearchParams(location.search));

const chat = createChat({ apiBase, organizationId, deploymentId, queue, texts: { title: 'Ask the shop' } });

const heard = document.createElement('p');
document.querySelector('main').append(heard);
chat.on('message', ({ detail }) => {
  heard.textContent = `${detail.from}: ${detail.text}`;
});
