/** The hall on screen: one segment of the topics, and the reader's own that neighbours do not see yet. */
import { computed } from 'vue'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { readTopics } from './api'
import { segment, showSegment } from './segment'
import type { HallMine, Segment, TopicCard } from './types'

export const SEGMENTS: { key: Segment, name: string }[] = [
  { key: 'open', name: '进行中' },
  { key: 'decided', name: '已决定' },
  { key: 'mine', name: '我提的' },
]

export const EMPTY: Record<Segment, { title: string, hint: string }> = {
  open: { title: '现在没有进行中的议题', hint: '小区里的公共事情可以在这里提出来，大家一起商量、一起决定。' },
  decided: { title: '还没有决定过的议题', hint: '议题商量、表决以后，结果和计票会长期留在这里。' },
  mine: { title: '您还没有提过议题', hint: '看到小区里要大家一起商量的事，可以点下面的「提议题」。' },
}

export function useHall() {
  const topics = usePage<TopicCard, HallMine>(
    cursor => readTopics(session.base, segment.value, cursor),
    () => `hall ${session.base} ${segment.value}`,
  )
  let read = segment.value

  /** Another page may have turned the hall to another segment: what is on screen is not its answer. */
  async function reread(): Promise<void> {
    const turned = read !== segment.value
    read = segment.value
    await (turned ? topics.restart() : topics.refresh())
  }
  const member = useMember(reread)
  const session = member.session

  async function choose(next: Segment): Promise<void> {
    showSegment(next)
    if (next !== read) await reread()
  }

  const drafts = computed(() => segment.value === 'open' ? topics.mines[0]?.drafts ?? [] : [])
  const rest = computed(() => {
    const own = new Set(drafts.value.map(topic => topic.id))
    return topics.items.filter(topic => !own.has(topic.id))
  })
  const mayPropose = computed(() => session.can('topic:propose') || session.can('assistance:file'))
  const mayGate = computed(() => session.can('topic:gate'))

  /** An empty segment keeps its page: the other segments and the ways on are around it. */
  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return topics.state === 'empty' ? 'ready' : topics.state
  })
  const failure = computed(() => member.failure.value || topics.failure)
  const bare = computed(() => topics.state === 'empty' && !drafts.value.length)

  return { session, segment, choose, topics, drafts, rest, bare, mayPropose, mayGate, state, failure, open: member.open }
}
