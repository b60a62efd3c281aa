/** Posts and what is said under them, as the server gives them. */
import type { Page } from '@/api/http'
import type { Author } from '@/components/AppAuthor.vue'
import type { SavedPhoto } from '@/composables/usePhotos'

export interface Answered { by: string, at: string, after_minutes: number }

export interface PostCard {
  id: string
  board: string
  board_name: string
  kind: string
  kind_name: string
  title: string
  excerpt: string
  photos: SavedPhoto[]
  author: Author
  estate: { id: string, name: string } | null
  created_at: string
  comments: number
  thanks: number
  pinned: boolean
  answered: Answered | null
  state: string
  state_name: string
  reason: string | null
}

export interface Post extends PostCard { body: string }

export interface PostsMine { thanked: string[], pending: PostCard[] }

export interface Comment {
  id: string
  body: string
  photos: SavedPhoto[]
  author: Author
  created_at: string
  reply_to: string | null
  reply_to_name: string
  answer: boolean
  state: string
  state_name: string
  reason: string | null
}

export interface PostMine {
  thanked: boolean
  reported: boolean
  verbs: string[]
  pending_comments: Comment[]
  comment_verbs: Record<string, string[]>
}

export interface PostPage { post: Post, comments: Page<Comment>, mine: PostMine }

export interface Board {
  key: string
  name: string
  intro: string
  owner: string
  verbs: string[]
  kinds: { key: string, name: string }[]
}

export interface PostDraft { kind: string, title: string, body: string, estate_id: string | null, photos: string[] }

/** A held or reported text on the clerks' desk. */
export interface DeskItem {
  id: string
  type: 'post' | 'comment'
  post_id: string
  text: string
  photos: SavedPhoto[]
  author: Author
  created_at: string
  reports: { reason_name: string, note: string, at: string }[]
  verbs: string[]
  state: string
  state_name: string
  reason: string | null
}
