import { execFileSync } from 'node:child_process';

/** What each import path offers, asked where there is no page. */
const script = `
const before = Object.keys(globalThis);
const [{ createChat }, , { createChatStore }] = await Promise.all(
  ['', '/element', '/store'].map((path) => import('porchlight-chat' + path)));
const messages = [createChat, createChatStore].map((create) => {
  try { create({ apiBase: 'https://chat.example', organizationId: 'o', deploymentId: 'd', queue: 'q' }); return 'nothing'; }
  catch (error) { return error instanceof TypeError ? error.message : String(error); }
});
console.log(JSON.stringify({ messages, left: Object.keys(globalThis).filter((name) => !before.includes(name)) }));
`;

/**
 * What goes wrong where the package is imported by a server, as those do that draw pages: a sentence each.
 * @param {string} folder one that has the package in its `node_modules`
 */
export function problemsOnAServer(folder) {
  try {
    const args = ['--input-type=module', '--eval', script];
    const { messages, left } = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }));
    const [widget = '', store = ''] = messages;
    return [
      ...(/createChat needs a browser/.test(widget) ? [] : [`on a server createChat says: ${widget}`]),
      ...(/createChatStore needs a browser/.test(store) ? [] : [`on a server createChatStore says: ${store}`]),
      ...left.map((name) => `on a server the package leaves ${name}`),
    ];
  } catch (error) {
    return [`on a server the package cannot be imported: ${error instanceof Error ? error.message : error}`];
  }
}
