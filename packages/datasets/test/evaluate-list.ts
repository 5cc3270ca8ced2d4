/**
 * Value of a list expression from its text alone, `[MAX 2 9 [MIN 4 7 ] 0 ]`: the innermost brackets are replaced by their
 * value until one digit is left. Written apart from the generator, which evaluates while it draws. Throws if the text is no
 * expression.
 */
export function evaluateList(text: string): number {
  let rest = text;
  while (rest.includes('[')) {
    const innermost = /\[(MIN|MAX|MED|SM)((?: \d){2,}) \]/.exec(rest);
    if (innermost === null) throw new Error(`no expression: ${rest}`);
    const digits = innermost[2]!.trim().split(' ').map(Number);
    rest = rest.replace(innermost[0], String(result(innermost[1]!, digits)));
  }
  if (!/^\d$/.test(rest)) throw new Error(`no expression: ${rest}`);
  return Number(rest);
}

function result(operator: string, digits: readonly number[]): number {
  if (operator === 'SM') {
    let sum = 0;
    for (const digit of digits) sum = (sum + digit) % 10;
    return sum;
  }
  // By counting: the k-th smallest, from 0, is the least digit with more than k digits up to it.
  const smallest = (k: number): number => {
    for (let digit = 0; ; digit++) if (digits.filter((other) => other <= digit).length > k) return digit;
  };
  const n = digits.length;
  if (operator === 'MIN') return smallest(0);
  if (operator === 'MAX') return smallest(n - 1);
  if (n % 2 === 1) return smallest((n - 1) / 2);
  return (smallest(n / 2 - 1) + smallest(n / 2)) >> 1;
}
