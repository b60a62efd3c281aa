/** The home page on screen: what waits for me, what my office owes, and one feed with its filter. */
import { computed, ref } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { type FeedCard, type HomeMine, readHome } from './api'

/** A filter that leaves less than this on screen looks further back by itself. */
const ENOUGH = 4
const FURTHEST = 3

export const linkOf = (card: FeedCard): string => `${card.kind}:${card.ref_id}`

export function useHome() {
  const feed = usePage<FeedCard, HomeMine>(
    cursor => readHome(session.base, cursor),
    () => `home ${session.base} ${session.estate?.id ?? ''}`,
  )
  const member = useMember(feed.refresh)
  const session = member.session
  const board = ref('')

  const mine = computed(() => feed.mines[0])
  const unread = computed(() => mine.value?.unread ?? 0)
  /** One thing at a time: what is due first. */
  const waiting = computed(() => [...mine.value?.waiting ?? []]
    .sort((one, other) => (one.due_at ?? '9').localeCompare(other.due_at ?? '9')))
  const todo = computed(() => {
    const counts = mine.value?.todo
    return [
      { name: '议题待把关', count: counts?.gates ?? 0, link: 'gates', party: true },
      { name: '入住待审核', count: counts?.applications ?? 0, link: 'review', party: false },
      { name: '内容待查看', count: counts?.held ?? 0, link: 'moderation', party: false },
    ].filter(row => row.count > 0)
  })

  const boards = computed(() => [
    { key: '', name: '全部' },
    { key: 'notice', name: '社区公告' },
    { key: 'hall', name: '议事厅' },
    { key: 'nearby', name: '身边事' },
    { key: 'market', name: session.place?.words.market ?? '闲置物品' },
  ])
  const cards = computed(() => board.value ? feed.items.filter(card => card.board === board.value) : feed.items)

  async function filter(key: string): Promise<void> {
    board.value = key
    for (let page = 0; page < FURTHEST && cards.value.length < ENOUGH && !feed.ended; page++) await feed.more()
  }

  /** An empty feed still has a page around it: something may wait for the reader. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return feed.state === 'empty' ? 'ready' : feed.state
  })
  const failure = computed(() => member.failure.value || feed.failure)

  return { session, feed, cards, board, boards, filter, waiting, todo, unread, state, failure, open: member.open }
}
