/** 代录 and 委托 at the desk: paths and words. What may be done with a sheet or a letter, the server says. */
import type { Schema } from '@/api/types'
import { request } from '@/api/http'

export type PaperPage = Schema<'PaperPage'>
export type PaperHome = PaperPage['items'][number]
export type PaperSheetPage = Schema<'PaperSheetPage'>
export type PaperSheets = Schema<'PaperSheetsOut'>
export type Letters = Schema<'ProxyLettersOut'>
export type Letter = Letters['items'][number]
export interface Issued { issued: number, home_ids: string[], skipped: { home_id: string, label: string, why: string }[] }
export interface DeskFilter { building_id?: string, standing?: string, after?: string }

const paper = (base: string, poll: string) => `${base}/polls/${poll}/paper-ballots`
const proxies = (base: string, poll: string) => `${base}/polls/${poll}/proxies`

export const readPaper = (base: string, poll: string, filter: DeskFilter) =>
  request<PaperPage>('GET', paper(base, poll), { query: { ...filter } })

export const issuePaper = (base: string, poll: string, body: Record<string, unknown>) =>
  request<Issued>('POST', paper(base, poll), { body })

export const readSheet = (base: string, poll: string, serial: string, token: string) =>
  request<PaperSheetPage>('GET', `${paper(base, poll)}/${encodeURIComponent(serial)}`, { query: { token } })

export const enterSheet = (base: string, poll: string, serial: string, body: Record<string, unknown>) =>
  request<PaperSheetPage>('POST', `${paper(base, poll)}/${encodeURIComponent(serial)}/entries`, { body })

/** `verb`: void, or undelivered – void because it could not be handed over. */
export const voidSheet = (base: string, poll: string, serial: string, verb: string, reason: string) =>
  request<PaperSheetPage>('POST', `${paper(base, poll)}/${encodeURIComponent(serial)}/steps`, { body: { verb, reason } })

export const callHome = (base: string, poll: string, serial: string, reached: boolean, remark: string) =>
  request<PaperSheetPage>('POST', `${paper(base, poll)}/${encodeURIComponent(serial)}/calls`, { body: { reached, remark } })

export const readSheets = (base: string, poll: string, only: { building_id?: string, serial?: string, after?: string }) =>
  request<PaperSheets>('GET', `${base}/polls/${poll}/paper-sheets`, { query: { ...only } })

export const readLetters = (base: string, poll: string) => request<Letters>('GET', proxies(base, poll))

export const registerLetter = (base: string, poll: string, body: Record<string, unknown>) =>
  request<Letters>('POST', proxies(base, poll), { body })

export const stepLetter = (base: string, poll: string, letter: string, body: Record<string, unknown>) =>
  request<Letters>('POST', `${proxies(base, poll)}/${letter}/steps`, { body })

const page = (name: string, poll: string, more: Record<string, string> = {}) =>
  `/features/deliberation/pages/${name}?${Object.entries({ id: poll, ...more }).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`

/** `scene`: what the code on a sheet says, or the serial alone. */
export const entryPage = (poll: string, scene: string) => page('paper-entry', poll, { scene })
export const sheetsPage = (poll: string, only: Record<string, string> = {}) => page('sheets', poll, only)
export const lettersPage = (poll: string, home: Record<string, string> = {}) => page('proxy', poll, home)

/** 「ABCD-EFGH-K.TOKEN」 of a code, or a serial that somebody typed. */
export function partsOf(scene: string): { serial: string, token: string } {
  const [serial = '', token = ''] = scene.trim().split('.')
  return { serial, token }
}

type Tone = 'plain' | 'green' | 'clock' | 'above'
/** Colour only repeats what the standing's name says. */
export const TONES: Record<string, Tone> = { entered: 'green', phone: 'green', proxy: 'green', mismatch: 'clock', entered_once: 'above', undelivered: 'clock', confirmed: 'green', waiting: 'clock', used: 'green' }
