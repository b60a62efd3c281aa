/** Things that neighbours pass on, as the server gives them. */
import type { Author } from '@/components/AppAuthor.vue'
import type { SavedPhoto } from '@/composables/usePhotos'

export interface ItemCard {
  id: string
  kind: string
  kind_name: string
  title: string
  excerpt: string
  /** What the giver would like in return, when swapping. */
  wants: string
  photos: SavedPhoto[]
  author: Author
  estate: { id: string, name: string } | null
  created_at: string
  /** How many queue behind the one it is kept for. */
  waiting: number
  state: string
  state_name: string
  reason: string | null
}

export interface Item extends ItemCard {
  body: string
  thanks: { note: string, author: Author } | null
}

export interface ItemsMine { pending: ItemCard[] }

/** One neighbour in the queue, 0 being the one it is kept for; only the giver is told. */
export interface ItemRequest {
  id: string
  author: Author
  note: string
  place_in_queue: number
  state: string
  state_name: string
  at: string
}

export interface ItemPage {
  item: Item
  requests: ItemRequest[]
  mine: { verbs: string[], place_in_queue: number | null, giver: boolean }
}

export interface ItemDraft {
  kind: string
  title: string
  body: string
  wants: string
  estate_id: string | null
  photos: string[]
}
