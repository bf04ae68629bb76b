import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { Mutant } from './mutants.ts';
import type { simulateTabs } from './simulate-tabs.ts';

/** The simulator over shipped code with this one mistake in it. Rejects where the original text is not there once. */
export async function loadMutant(mutant: Mutant): Promise<typeof simulateTabs> {
  let planted = 0;
  const plant: Plugin = {
    name: 'plant-mutant',
    enforce: 'pre',
    transform(code, id) {
      const edit = mutant.edits.find(({ file }) => id.endsWith(`/src/${file}`));
      if (!edit) return undefined;
      if (code.split(edit.original).length !== 2) throw new Error(`${edit.file} does not hold once: ${edit.original}`);
      planted++;
      return { code: code.replace(edit.original, () => edit.planted), map: null };
    },
  };
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [plant],
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: {
        entry: fileURLToPath(new URL('./simulate-tabs.ts', import.meta.url)),
        formats: ['iife'],
        name: 'Mutated',
        fileName: 'mutated',
      },
    },
  });
  if (planted !== mutant.edits.length) throw new Error(`Not all of it was planted: ${mutant.name}`);
  const [result] = [built].flat();
  const code = result && 'output' in result ? result.output[0].code : '';
  return new Function(`${code}; return Mutated.simulateTabs;`)();
}
