/** The home page on screen: what waits for me, what my office owes, and one feed. */
import { computed } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { type FeedCard, type HomeMine, readHome } from './api'

const LINKS: Record<FeedCard['kind'], string> = { post: 'post', notice: 'post', topic: 'topic', item: 'item' }

export const linkOf = (card: FeedCard): string => `${LINKS[card.kind]}:${card.ref_id}`

export function useHome() {
  const feed = usePage<FeedCard, HomeMine>(
    cursor => readHome(session.base, cursor),
    () => `home ${session.base} ${session.estate?.id ?? ''}`,
  )
  const member = useMember(feed.refresh)
  const session = member.session

  const mine = computed(() => feed.mines[0])
  const waiting = computed(() => mine.value?.waiting ?? [])
  const todo = computed(() => {
    const counts = mine.value?.todo
    return [
      { name: '入住待审核', count: counts?.applications ?? 0, link: 'review' },
      { name: '议题待把关', count: counts?.gates ?? 0, link: 'gates' },
      { name: '内容待处理', count: counts?.held ?? 0, link: 'moderation' },
    ].filter(row => row.count > 0)
  })

  /** An empty feed still has a page around it: something may wait for the reader. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return feed.state === 'empty' ? 'ready' : feed.state
  })
  const failure = computed(() => member.failure.value || feed.failure)

  return { session, feed, waiting, todo, state, failure, open: member.open }
}
