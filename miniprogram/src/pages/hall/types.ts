/** Topics as lists show them. The hall is in the main package, which may not lean on a sub-package. */
import type { Author } from '@/components/AppAuthor.vue'
import type { Estate } from '@/session'

export type Stance = 'for' | 'against' | 'neutral'
export type Stances = Record<Stance, number>

/** A poll as far as a list shows it: how many homes took part, never for what. */
export interface PollBrief {
  id: string
  closes_at: string
  homes: number
  taken_part: number
  state: string
}

export interface TopicCard {
  id: string
  title: string
  excerpt: string
  author: Author
  estate: Estate | null
  state: string
  state_name: string
  /** Where it stands on the way of seven steps, from 1. */
  step: number
  /** What happens next, and who must do it by when. */
  next_sentence: string
  due_at: string | null
  created_at: string
  stances: Stances
  comments: number
  poll: PollBrief | null
}

export interface HallMine { drafts: TopicCard[] }

export type Segment = 'open' | 'decided' | 'mine'
