/** Topics, gates and polls as the server tells them. */
import type { Page } from '@/api/http'
import type { Author } from '@/components/AppAuthor.vue'
import type { GateNote } from '@/components/AppNote.vue'
import type { ChainStep } from '@/components/AppSteps.vue'
import type { SavedPhoto } from '@/composables/usePhotos'
import type { Stance, TopicCard } from '@/pages/hall/types'

export type Stake = 'light' | 'normal' | 'major'
export interface Share { num: number, den: number }

/** How the discussion will be held; days are dates, `2026-11-20`. */
export interface Plan {
  starts_on: string
  ends_on: string
  scope: string
  parties: string
  format: string
  materials: string
}

/** What a discussion came to: nothing that was said against it may be left out. */
export interface Summary { agreed: string, disputed: string, minority: string, open: string }

export type Weight = 'for' | 'against' | 'abstain'
/** Who of a home may cast its one ballot. */
export type Who = 'adults' | 'owners'

/** What would be voted on, before a poll exists. */
export interface BallotTerms {
  question: string
  options: { label: string, weight: Weight }[]
  days: number
  who: Who
  quorum: Share
  pass: Share
}

export interface Decision extends GateNote {
  id: string
  gate: string
  action: string
  reason_code: string | null
  due_at: string | null
  hash: string
}

export interface Topic extends TopicCard {
  body: string
  photos: SavedPhoto[]
  stake: Stake
  stake_name: string
  /** Of the row: a step on a stale one is refused. */
  version: number
  text_version: number
  text_hash: string
  /** The content check has not answered yet. */
  checking: boolean
  chain: ChainStep[]
  plan: Plan | null
  summary: Summary | null
  gate_decisions: Decision[]
  ballot_proposal: BallotTerms | null
  merged_into: string | null
}

export interface TopicComment {
  id: string
  body: string
  photos: SavedPhoto[]
  author: Author
  created_at: string
  state: string
  state_name: string
  /** Why it is not published. */
  note: string
  reply_to: string | null
}

export type Need = 'reason' | 'reason_code' | 'plan' | 'summary' | 'ballot' | 'text' | 'target'

/** Something the reader may do now, with what follows from it and what it asks for. */
export interface TopicVerb {
  verb: string
  name: string
  consequence: string
  needs: Need[]
  codes: { code: string, name: string }[]
  /** Why it cannot be done just now. */
  shut: string | null
}

export interface TopicMine {
  verbs: TopicVerb[]
  stance: Stance | null
  is_author: boolean
  may_vote: boolean
  may_speak: boolean
  pending_comments: TopicComment[]
}

export interface TopicPage { topic: Topic, comments: Page<TopicComment>, mine: TopicMine }

export interface PollOption { id: string, label: string, weight: Weight }
/** A share in words, and how many homes that is once the base is known. */
export interface Ask extends Share { text: string, needed: number | null }
/** The choice is told only to whoever made it. */
export interface CastBallot { option_id: string | null, cast_at: string, by: string, mine: boolean }
export interface VotingHome { home_id: string, label: string, ballot: CastBallot | null, may_vote: boolean, why_not: string | null }

export interface Poll {
  id: string
  question: string
  options: PollOption[]
  mode_name: string
  electorate_name: string
  homes: number
  taken_part: number
  closes_at: string
  state: string
  quorum: Ask
  pass: Ask
  roll_root: string
  terms_hash: string
}

export interface PollPage { poll: Poll, mine: { homes: VotingHome[], may_vote: boolean, why_not: string | null } }

export interface Receipt { home_id: string, option_id: string, cast_at: string, receipt: string, changed: number }

/** What a voter needs to find his own ballot in the published box. */
export interface OwnReceipt { home_id: string, label: string, option_id: string, receipt: string, salt: string }

export interface PollResult {
  poll: Poll
  options: (PollOption & { votes: number, percent: string })[]
  quorum_reached: boolean
  passed: boolean
  outcome: string
  outcome_name: string
  sentences: string[]
  certified: boolean
  box_root: string
  receipts: string[]
  mine: OwnReceipt[]
}

/** One row of the public ledger; without a title where the law hides it. */
export interface LedgerRow extends Decision { seq: number, topic_id: string, title: string | null }

export interface LedgerSummary {
  counts: { gate: string, action: string, action_name: string, count: number }[]
  reasons: { code: string, name: string, count: number }[]
  overdue: number
  median_hours: number | null
  head_hash: string
  /** The daily check: when, and whether the whole ledger was still what it had been. */
  checked_at: string | null
  checked_whole: boolean | null
  checked_hash: string | null
}

/** A topic that waits at a gate for the reader. */
export interface GateItem extends TopicCard { gate: string, gate_name: string, overdue_minutes: number }
