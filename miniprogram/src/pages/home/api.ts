/** The home page, as the server tells it. */
import { type Page, request } from '@/api/http'
import type { Author } from '@/components/AppAuthor.vue'
import type { SavedPhoto } from '@/composables/usePhotos'

export type Tone = 'plain' | 'green' | 'party' | 'clock' | 'above'

export interface FeedCard {
  /** What it shows; `ref_id` is that thing's own id. */
  kind: 'post' | 'topic' | 'item'
  ref_id: string
  board: string
  board_name: string
  title: string
  excerpt: string
  photos: SavedPhoto[]
  author: Author
  estate: { id: string, name: string } | null
  created_at: string
  badge: { text: string, tone: Tone } | null
}

/** Something that waits for the reader himself. */
export interface Waiting { kind: string, title: string, text: string, link: string, due_at: string | null }

export interface HomeMine {
  waiting: Waiting[]
  /** Work of an office, counted. */
  todo: { applications: number, held: number, gates: number }
  unread: number
}

export const readHome = (base: string, after?: string) =>
  request<Page<FeedCard, HomeMine>>('GET', `${base}/home`, { query: { after } })
