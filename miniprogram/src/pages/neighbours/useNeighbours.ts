/** 邻里 on screen: two boards and the market, each a list of its own that keeps its place. */
import { computed, ref, watch } from 'vue'
import type { PostCard, PostsMine } from '@/features/boards/types'
import type { ItemCard, ItemsMine } from '@/features/market/types'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { readItems, readPosts } from './api'
import { segment } from './segment'

export function useNeighbours() {
  const kind = ref('')
  const posts = (board: string) => usePage<PostCard, PostsMine>(
    cursor => readPosts(session.base, board, cursor),
    () => `posts ${session.base} ${board}`,
  )
  const nearby = posts('nearby')
  const notice = posts('notice')
  const market = usePage<ItemCard, ItemsMine>(
    cursor => readItems(session.base, kind.value, cursor),
    () => `items ${session.base} ${kind.value}`,
  )

  const list = computed(() => ({ nearby, notice, market })[segment.value])
  const member = useMember(() => list.value.refresh())
  const session = member.session

  const segments = computed(() => [
    { key: 'nearby', name: '身边事' },
    { key: 'notice', name: '社区公告' },
    { key: 'market', name: session.place?.words.market ?? '闲置物品' },
  ])

  /** What the reader wrote and nobody else sees yet stands on top of the list. */
  const shown = computed<PostCard[]>(() => {
    const page = segment.value === 'notice' ? notice : nearby
    return [...page.mines[0]?.pending ?? [], ...page.items]
  })
  const items = computed<ItemCard[]>(() => [...market.mines[0]?.pending ?? [], ...market.items])
  const thanked = computed(() => new Set([...nearby.mines, ...notice.mines].flatMap(mine => mine.thanked)))

  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    const length = segment.value === 'market' ? items.value.length : shown.value.length
    return list.value.state === 'empty' && length ? 'ready' : list.value.state
  })
  /** The reader belongs nowhere yet: another empty page than a list without lines. */
  const stranger = computed(() => member.state.value === 'empty')
  const failure = computed(() => member.failure.value || list.value.failure)

  watch(segment, () => void member.open())
  watch(kind, () => void market.restart())

  return { session, list, segments, kind, shown, items, thanked, stranger, state, failure, open: member.open }
}
