import { buildIfChanged } from './build.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';

/** Takes the pictures that the documents show, anew. */
export async function pictures() {
  await buildIfChanged();
  const { takePictures } = await import('../e2e/measure/pictures.ts');
  for (const [name, bytes] of await takePictures(`${root}/docs/pictures`)) say(`${name}.png, ${bytes} bytes`);
  return 0;
}
