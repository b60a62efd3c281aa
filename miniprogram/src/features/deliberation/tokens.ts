/**
 * Tokens of secret ballots, one for each home that voted: made on this phone, and kept by nobody else.
 *
 * Only the receipt, a token's hash, goes out with the ballot. So an answer that got lost loses nothing: the same
 * ballot is sent again, and the server knows it.
 */
import { randomHex } from '@/session/platform'
import { keep, recall } from '@/session/storage'
import { sha256 } from './sha256'

/** `sent`: the option of a ballot that went out and was not answered yet; it can only be sent again as it was. */
export interface Token { home: string, label: string, token: string, sent?: string }

type Drawer = Record<string, Token[]>

const drawer = (): Drawer => JSON.parse(recall('ballots') || '{}') as Drawer
const placeOf = (person: string, poll: string): string => `${person}/${poll}`

/** 128 random bits, as they are written down. */
export const newToken = (): Promise<string> => randomHex(16)

/** As ballots/roll.secret_receipt makes it. */
export const receiptOf = (poll: string, token: string): string => sha256(`\u0000{"poll":${poll},"token":"${token}"}`)

/** What this phone keeps of this person's ballots in one poll. */
export const tokensOf = (person: string, poll: string): Token[] => drawer()[placeOf(person, poll)] ?? []

function put(person: string, poll: string, home: string, token?: Token): Token[] {
  const { [placeOf(person, poll)]: before = [], ...others } = drawer()
  const now = [...before.filter(one => one.home !== home), ...token ? [token] : []]
  const all = now.length ? { ...others, [placeOf(person, poll)]: now } : others
  keep('ballots', Object.keys(all).length ? JSON.stringify(all) : '')
  return now
}

/** In place of what was kept of this home. Answers what the poll's tokens are now; so does `dropToken`. */
export const keepToken = (person: string, poll: string, token: Token): Token[] => put(person, poll, token.home, token)
export const dropToken = (person: string, poll: string, home: string): Token[] => put(person, poll, home)
