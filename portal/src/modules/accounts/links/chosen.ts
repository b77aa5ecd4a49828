import { passwordFault } from '../password-policy.ts';

export interface PasswordFault {
  readonly field: 'password' | 'again';
  readonly message: string;
}

/** What is wrong with a password that was typed twice; undefined where nothing is. `about`: what is known of the person. */
export async function passwordOrFault(
  { password, again }: { readonly password: string; readonly again: string },
  about: readonly string[],
): Promise<PasswordFault | undefined> {
  const message = await passwordFault(password, about);
  if (message !== undefined) return { field: 'password', message };
  return password === again ? undefined : { field: 'again', message: 'Type the same password twice' };
}
