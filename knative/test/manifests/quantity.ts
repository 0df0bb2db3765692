const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** A quantity of Kubernetes as a number: 250m is 0.25. @throws Error for what is none */
export function quantity(text: unknown): number {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/.exec(String(text)) ?? [];
  if (number === undefined) throw new Error(`${text} is no quantity`);
  return Number(number) * FACTORS[suffix]!;
}

/** A duration of Go as seconds: 1m30s is 90. @throws Error for what is none */
export function seconds(text: unknown): number {
  const [whole, h = 0, m = 0, s = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(text)) ?? [];
  if (!whole) throw new Error(`${text} is no duration`);
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}
