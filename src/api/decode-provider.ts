import type { SignInProvider } from '../chat/desk-port.ts';
import { bag, text } from './decode-wire.ts';

/** Only what lies on the service itself: from there the browser is sent on. */
export function decodeProvider(wire: unknown): SignInProvider | undefined {
  const [name, address] = [text(bag(wire).name), text(bag(wire).address)];
  return name && address && /^\/(?!\/)/.test(address) ? { name, address } : undefined;
}
