/** The clerks' desk: what the content check held and what was reported, oldest first. */
import { computed, shallowRef } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { useTask } from '@/composables/useTask'
import type { ItemCard } from '@/features/market/types'
import { readHeldItems } from '@/pages/neighbours/api'
import { commentSteps, postSteps, readDesk } from '../api'
import type { DeskItem } from '../types'
import { POST_ACTS } from '../words'

export function useDesk() {
  const list = usePage<DeskItem>(cursor => readDesk(session.base, cursor), () => `desk ${session.base}`)
  const items = usePage<ItemCard>(cursor => readHeldItems(session.base, cursor), () => `held items ${session.base}`)
  const member = useMember(() => Promise.all([list.refresh(), items.refresh()]))
  const session = member.session
  const chosen = shallowRef<DeskItem>()

  const stepping = useTask(async (item: DeskItem, body: Record<string, unknown>) => {
    try {
      await (item.type === 'post' ? postSteps : commentSteps)(session.base, item.id, body)
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await list.refresh()
      throw error
    }
    await list.refresh()
  })

  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return list.state === 'empty' && items.items.length ? 'ready' : list.state
  })
  const failure = computed(() => member.failure.value || list.failure)

  const acts = useActs(POST_ACTS, () => chosen.value?.verbs ?? [], async (verb, fields) => {
    const item = chosen.value
    return item !== undefined && stepping.run(item, { ...fields, verb })
  })

  /** The acts offered on one line, in the words of the boards. */
  const verbsOf = (item: DeskItem) => Object.keys(POST_ACTS)
    .filter(verb => item.verbs.includes(verb))
    .map(verb => ({ verb, name: POST_ACTS[verb]!.name, tone: POST_ACTS[verb]!.tone }))

  async function press(item: DeskItem, verb: string): Promise<void> {
    chosen.value = item
    stepping.failure = ''
    await acts.press(verb)
  }

  return { list, items, state, failure, open: member.open, chosen, stepping, acts, verbsOf, press }
}
