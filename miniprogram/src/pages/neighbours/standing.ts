/** Where a post stands, in one badge: answered and how fast, waiting for the committee, or not public yet. */
import { saySpan } from '@/composables/useTime'
import type { Tone } from '@/pages/home/api'
import type { PostCard } from '@/features/boards/types'

const ASKS = ['ask', 'suggest']

export function standing(post: PostCard): { text: string, tone: Tone } | null {
  if (post.state !== 'published') return { text: post.state_name, tone: 'clock' }
  if (post.answered) return { text: `居委已回复 · ${saySpan(post.answered.after_minutes)}`, tone: 'green' }
  return ASKS.includes(post.kind) ? { text: '等待居委会回复', tone: 'clock' } : null
}
