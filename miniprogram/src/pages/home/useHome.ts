/** The home page on screen: what waits for me, what my office owes, and one feed with its filter. */
import { computed, ref } from 'vue'
import { serverNow } from '@/api/clock'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { type Banner, type FeedCard, type HomeMine, readHome } from './api'

export const linkOf = (card: FeedCard): string => `${card.kind}:${card.ref_id}`

export function useHome() {
  const board = ref('')
  const banners = ref<Banner[]>([])
  const feed = usePage<FeedCard, HomeMine>(
    async (cursor) => {
      const page = await readHome(session.base, board.value, cursor)
      if (!cursor) banners.value = page.emergencies.filter(one => Date.parse(one.ends_at) > serverNow())
      return page
    },
    () => `home ${session.base} ${board.value}`,
  )
  const member = useMember(feed.refresh)
  const session = member.session

  const mine = computed(() => feed.mines[0])
  const unread = computed(() => mine.value?.unread ?? 0)
  /** One thing at a time: what is due first. */
  const waiting = computed(() => [...mine.value?.waiting ?? []]
    .sort((one, other) => (one.due_at ?? '9').localeCompare(other.due_at ?? '9')))
  const todo = computed(() => {
    const counts = mine.value?.todo
    return [
      { name: '议题待把关', count: counts?.gates ?? 0, link: 'gates', party: true },
      { name: '等我第二签', count: counts?.second ?? 0, link: 'second', party: true },
      { name: '督查待办', count: counts?.orders ?? 0, link: 'order', party: false },
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

  async function filter(key: string): Promise<void> {
    if (key === board.value) return
    board.value = key
    await feed.restart()
  }

  /** Another estate: what waits for the reader there is not known yet. */
  async function turn(): Promise<void> {
    feed.mines = []
    banners.value = []
    await feed.restart()
  }

  /** Once the page stands it stays: a board without news, or one that could not be read, is told inside it. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return feed.state === 'empty' || mine.value ? 'ready' : feed.state
  })
  const failure = computed(() => member.failure.value || feed.failure)

  return { session, feed, banners, board, boards, filter, turn, waiting, todo, unread, state, failure, open: member.open }
}
