import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CommandError } from '../log.mjs';

/**
 * The licences of the packages a bundle holds, from the bundle's own list of modules.
 * @param {string[]} moduleIds as the bundler names them
 * @throws {CommandError} when a package comes without the text of its licence
 */
export function thirdPartyNotices(moduleIds) {
  const files = moduleIds.map((id) => id.replace(/^\0/, '').replace(/\?.*$/, '').replaceAll('\\', '/'));
  const folders = [...new Set(files.map(packageFolder).filter((folder) => folder !== undefined))].sort();
  const parts = folders.map((folder) => noticeOf(folder, files));
  const opening = 'This software contains the following works of others, each under the licence that follows it.\n';
  return [opening, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(file) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function noticeOf(folder, files) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const licence = readdirSync(folder).find((file) => /^(licen[cs]e|copying)(\.|-|$)/i.test(file));
  if (licence === undefined) throw new CommandError(`${name} ${version} is bundled, but comes without a licence text`);

  const text = readFileSync(`${folder}/${licence}`, 'utf8').trim();
  const inside = files.filter((file) => packageFolder(file) === folder).flatMap(legalComments);
  return [`${name} ${version} (${license})`, text, ...new Set(inside)].join('\n\n').concat('\n');
}

/** A package may hold code of others in turn; such code says so in comments that have to be included. */
function legalComments(file) {
  if (!existsSync(file)) return [];
  const comments = readFileSync(file, 'utf8').match(/\/\*[\s\S]*?\*\//g) ?? [];
  return comments.filter((comment) => comment.startsWith('/*!') || /@license|@preserve/.test(comment));
}
