/** A telephone number as it is kept, or what is wrong with it. */
export type ReadPhone = { readonly phone: string } | { readonly fault: string };

const KEPT = /^\+[1-9][0-9]{6,14}$/;

/**
 * Reads a telephone number as people write it, British unless it says otherwise: `01632 960001`, `+44 (0)1632 960001` and
 * `0044 1632 960001` are all `+441632960001` (E.164). Numbers that cost whoever rings them are not taken, as codes are sent there.
 */
export function readPhone(written: string): ReadPhone {
  const tidy = written.normalize('NFKC').trim();
  if (/(?:ext|x|#)\.?\s*\d+$/i.test(tidy))
    return { fault: 'Enter the phone number without an extension; codes cannot be sent to one' };
  if (!/^[+\d\s().\-/\u2010-\u2015]+$/u.test(tidy) || /.\+/.test(tidy))
    return { fault: 'Enter a phone number with digits only, such as 01632 960 001 or +353 1 234 5678' };
  const short = tidy
    .replaceAll(/\((0)\)/g, (_all, _zero, at: number) => (at === 0 ? '0' : ''))
    .replaceAll(/[^+\d]/g, '');
  const international = short.startsWith('00') ? `+${short.slice(2)}` : short;
  if (international.startsWith('+')) return checked(international.replace(/^\+440/, '+44'));
  if (international.startsWith('0')) return checked(`+44${international.slice(1)}`);
  return { fault: 'Begin the phone number with 0, or with + and the code of the country' };
}

function checked(phone: string): ReadPhone {
  if (phone.startsWith('+44')) return british(phone);
  if (KEPT.test(phone)) return { phone };
  return { fault: 'Enter the whole phone number: the code of the country and up to 12 digits more' };
}

function british(phone: string): ReadPhone {
  const rest = phone.slice(3);
  if (/^(?:9|70)/.test(rest))
    return { fault: 'Enter a number that is not charged at a higher rate, such as 01632 960 001' };
  // A few areas have a digit less.
  if (!/^(?:[1-357-8]\d{9}|[18]\d{8})$/.test(rest))
    return { fault: 'Enter the whole phone number with its area code, such as 01632 960 001 or 07700 900 982' };
  return { phone };
}

/** +441632960001 → "+44 1632 960001": the code of Britain apart, others as they are. */
export function phoneInWords(phone: string): string {
  return phone.replace(/^\+44(\d{4})(\d+)$/, '+44 $1 $2');
}
