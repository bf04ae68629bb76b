// Takes deployments over: node import.mjs https://chat.example.com <client id> <client secret> < deployments.json
// The file is what GET /api/v2/webchat/deployments answered where they come from, or a list of its entities.
// Ids stay, so that tags and clients that are out there need no change. Running it again changes nothing more.
import { text } from 'node:stream/consumers';

const [base, id, secret] = process.argv.slice(2);
if (!base || !id || !secret) throw new Error('Say where to, the client’s id and its secret, and pass the file in.');

const granted = await ask('POST', '/oauth/token', new URLSearchParams({ grant_type: 'client_credentials' }), {
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const headers = { Authorization: `Bearer ${granted.access_token}`, 'Content-Type': 'application/json' };
const file = JSON.parse(await text(process.stdin));

for (const deployment of Array.isArray(file) ? file : file.entities) {
  const imported = await importDeployment(deployment);
  const isSame = imported.id.toLowerCase() === String(deployment.id).toLowerCase();
  console.log(`${imported.name}: ${imported.id}${isSame ? '' : ` (was ${deployment.id}: change its tags)`}`);
}

async function importDeployment(deployment) {
  const body = JSON.stringify(deployment);
  const replaced = await send('PUT', `/api/v2/webchat/deployments/${deployment.id}`, body, headers);
  return replaced.status === 404 ? ask('POST', '/api/v2/webchat/deployments', body, headers) : read(replaced);
}

function send(method, path, body, wanted) {
  return fetch(new URL(path, base), { method, body, headers: wanted });
}

async function ask(...request) {
  return read(await send(...request));
}

async function read(answer) {
  const body = await answer.json();
  if (answer.ok) return body;
  throw new Error(`${answer.url} answered ${answer.status} ${body.code ?? body.error}: ${body.message ?? ''}`);
}
