/** The clerks' desk: texts that were held or reported, what was held of the discussions, things on offer; and what was hidden. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/http'
import { useActs } from '@/composables/useActs'
import { useMember } from '@/composables/useMember'
import { type ListState, usePage } from '@/composables/usePage'
import { useTask } from '@/composables/useTask'
import type { ItemCard } from '@/features/market/types'
import { readHeldItems } from '@/pages/neighbours/api'
import { commentSteps, postSteps, readDesk, readHeldTalk, readHeldWords, saidSteps, wordSteps } from '../api'
import type { DeskRow } from '../types'
import { AMENDMENT_ACTS, OBJECTION_ACTS, POST_ACTS, SAID_ACTS } from '../words'

type TakeStep = (base: string, row: DeskRow, body: Record<string, unknown>) => Promise<unknown>

const STEPS: Record<string, TakeStep> = {
  post: (base, row, body) => postSteps(base, row.id, body),
  comment: (base, row, body) => commentSteps(base, row.id, body),
  said: (base, row, body) => saidSteps(base, row.id, body),
  amendment: wordSteps,
  objection: wordSteps,
}
const ACTS: Record<string, typeof POST_ACTS> = { said: SAID_ACTS, amendment: AMENDMENT_ACTS, objection: OBJECTION_ACTS }

export const keyOf = (row: DeskRow | undefined): string => row ? `${row.type}-${row.id}` : ''
export const SEGMENTS = [{ key: 'waiting', name: '待查看' }, { key: 'hidden', name: '已隐藏' }]
const actsOf = (row: DeskRow | undefined) => ACTS[row?.type ?? ''] ?? POST_ACTS

export function useDesk() {
  const texts = usePage<DeskRow>(cursor => readDesk(session.base, cursor), () => `desk ${session.base}`)
  const talk = usePage<DeskRow>(cursor => readHeldTalk(session.base, cursor), () => `held talk ${session.base}`)
  const words = usePage<DeskRow>(() => readHeldWords(session.base), () => `held words ${session.base}`)
  const things = usePage<ItemCard>(cursor => readHeldItems(session.base, cursor), () => `held items ${session.base}`)
  const hidden = usePage<DeskRow>(cursor => readDesk(session.base, cursor, 'hidden'), () => `hidden ${session.base}`)
  const segment = ref('waiting')
  const parts = computed(() => segment.value === 'hidden' ? [hidden] : [texts, talk, words, things])
  const read = () => Promise.all(parts.value.map(part => part.refresh()))
  const member = useMember(read)
  const session = member.session
  const chosen = shallowRef<DeskRow>()

  /** One sort after the other: a later one begins where the one before is at its end, so that no line moves. */
  const rows = computed<DeskRow[]>(() => segment.value === 'hidden' ? hidden.items : [
    ...texts.items, ...texts.next ? [] : talk.items, ...texts.next || talk.next ? [] : words.items,
  ])
  const items = computed<ItemCard[]>(() => segment.value === 'hidden' || texts.next || talk.next ? [] : things.items)
  const end = computed(() => ({
    growing: parts.value.some(part => part.growing),
    ended: parts.value.every(part => part.next === null),
    failure: parts.value.map(part => part.failure).find(Boolean) ?? '',
    stale: parts.value.map(part => part.stale).find(Boolean) ?? '',
  }))
  async function more(): Promise<void> {
    const part = parts.value.find(one => one.failure || one.next)
    await (part?.next ? part.more() : part?.refresh())
  }

  const stepping = useTask(async (row: DeskRow, body: Record<string, unknown>) => {
    const part = segment.value === 'hidden' ? hidden : row.type === 'said' ? talk : row.path ? words : texts
    try {
      await STEPS[row.type]!(session.base, row, body)
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await part.refresh()
      throw error
    }
    await part.refresh()
  })

  const state = computed<ListState>(() => {
    if (member.state.value !== 'ready') return member.state.value
    return parts.value.some(part => part.items.length) ? 'ready' : parts.value.find(part => part.state !== 'empty')?.state ?? 'empty'
  })
  const failure = computed(() => member.failure.value || end.value.failure)

  const acts = useActs(() => actsOf(chosen.value), () => chosen.value?.verbs ?? [], async (verb, fields) => {
    const row = chosen.value
    return row !== undefined && stepping.run(row, { ...fields, verb })
  })

  /** The acts offered on one line, in the words of its sort. */
  const verbsOf = (row: DeskRow) => Object.entries(actsOf(row))
    .filter(([verb]) => row.verbs.includes(verb))
    .map(([verb, { name, tone }]) => ({ verb, name, tone }))

  async function press(row: DeskRow, verb: string): Promise<void> {
    chosen.value = row
    stepping.failure = ''
    await acts.press(verb)
  }

  async function choose(key: string): Promise<void> {
    segment.value = key
    await read()
  }

  return { segment, choose, rows, items, end, more, state, failure, open: member.open, chosen, stepping, acts, verbsOf, press }
}
