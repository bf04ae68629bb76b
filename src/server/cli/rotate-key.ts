import { generateSigningKey, tokenLifetimeSeconds } from '../auth/tokens.ts';
import { type CliContext, withStore } from './context.ts';

/** A service may still sign with the key that it has read before the rotation. */
const marginMs = 5 * 60 * 1000;

/** `rotate key`: a new key signs. Tokens of earlier keys stay valid until they expire, or with `--now` end at once. */
export async function rotateKey(_: string[], given: { now?: boolean | undefined }, { config, print, now }: CliContext) {
  const isAtOnce = given.now === true;
  const at = now();
  const endsAt = isAtOnce ? undefined : at + tokenLifetimeSeconds * 1000 + marginMs;
  const key = await generateSigningKey();
  await withStore(config, async (store) => ({
    value: await store.run('rotateSigningKey', { ...key, now: at, endsAt }),
  }));
  print(`The key ${key.kid} signs from now on.`);
  print(
    endsAt === undefined
      ? 'Everything signed before has ended: programs ask for new tokens, and visitors with a chat have to begin again.'
      : `What earlier keys signed is good until it expires, at the latest ${new Date(endsAt).toISOString()}.`,
  );
}
