import { asRecord, decodeList, text } from '../decode-wire.ts';
import type { DemoAccount, SignInProvider, SignInWays } from './ports.ts';

export function decodeSignInWays(wire: unknown): SignInWays {
  const { demoAccounts } = asRecord(wire);
  return {
    providers: decodeList(wire, decodeProvider) ?? [],
    demoAccounts: decodeList({ entities: demoAccounts }, decodeDemoAccount) ?? [],
  };
}

/** Only what lies on the service itself: from there the browser is sent on. */
function decodeProvider(wire: unknown): SignInProvider | undefined {
  const [name, address] = [text(asRecord(wire).name), text(asRecord(wire).address)];
  return name && address && /^\/(?!\/)/.test(address) ? { name, address } : undefined;
}

function decodeDemoAccount(wire: unknown): DemoAccount | undefined {
  const [role, email, password] = [
    text(asRecord(wire).role),
    text(asRecord(wire).email),
    text(asRecord(wire).password),
  ];
  if (role !== 'agent' && role !== 'administrator') return undefined;
  return email && password ? { role, email, password } : undefined;
}
