/** The home page, as the server tells it. */
import { type Page, request } from '@/api/http'
import type { Schema } from '@/api/types'

export type FeedCard = Schema<'FeedCardOut'>
/** Something that waits for the reader himself. */
export type Waiting = Schema<'WaitingOut'>
/** What is the reader's own; `todo` counts the work of an office. */
export type HomeMine = Schema<'HomeMineOut'>
export type Tone = NonNullable<FeedCard['badge']>['tone']

/** An emergency that is on where the reader lives or works. */
export type Banner = Schema<'EmergencyBanner'>

/** Without a board all of them. */
export const readHome = (base: string, board?: string, after?: string) =>
  request<Page<FeedCard, HomeMine> & { emergencies: Banner[] }>('GET', `${base}/home`, { query: { board, after } })
