/**
 * All that stays on the phone: the session's token, two choices of the reader, and the tokens of his secret ballots, which
 * nobody else has. Nothing else about a person is kept here.
 */
const KEYS = { token: 'sqt.token', elder: 'sqt.elder', community: 'sqt.community', ballots: 'sqt.ballots' } as const

export type Kept = keyof typeof KEYS

export const recall = (name: Kept): string => String(uni.getStorageSync(KEYS[name]) || '')

export function keep(name: Kept, value: string): void {
  if (value) uni.setStorageSync(KEYS[name], value)
  else uni.removeStorageSync(KEYS[name])
}
