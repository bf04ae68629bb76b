import { buildIfChanged } from '../build/build.mjs';
import { log } from '../log.mjs';
import { root } from '../paths.mjs';

/** Takes the pictures that the documents show. */
export async function pictures() {
  await buildIfChanged();
  const { takePictures } = await import('../../e2e/support/measure/pictures.ts');
  for (const [name, bytes] of await takePictures(`${root}/docs/pictures`)) log(`${name}.png, ${bytes} bytes`);
  return 0;
}
