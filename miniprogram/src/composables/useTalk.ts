/**
 * What is said under one thing: its first page comes with the thing, later ones by cursor, and at the end the
 * reader's own words that are not public yet.
 */
import { computed, ref, shallowRef, watch } from 'vue'
import type { Page } from '@/api/http'
import { useTask } from './useTask'

export interface Said { id: string, state: string, state_name: string }

export interface Talk<T> {
  first: () => Page<T> | undefined
  /** The reader's own, as the server told them last. */
  pending: () => T[]
  more: (after: string) => Promise<Page<T>>
}

/** Each comment once, as the source named first tells it. */
const unique = <T extends Said>(comments: T[]) =>
  comments.filter((one, index) => comments.findIndex(other => other.id === one.id) === index)

export function useTalk<T extends Said>(under: Talk<T>) {
  const later = shallowRef<T[]>([])
  const sent = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  let joint: string | null = null

  watch(under.first, (page) => {
    // What was unfolded stays as long as it still joins on to the first page.
    if (later.value.length && page && page.next === joint) return
    joint = page?.next ?? null
    fold()
  }, { immediate: true })

  /** Back to the first page: something on a later one has changed. */
  function fold(): void {
    later.value = []
    next.value = joint
  }

  /** Sent from this screen and no longer waiting: public, even while the page it stands on was not read. */
  const passed = computed(() => {
    const waiting = new Set(under.pending().map(one => one.id))
    return sent.value.filter(one => !waiting.has(one.id)).map(one => ({ ...one, state: 'published', state_name: '' }))
  })
  const comments = computed<T[]>(() => unique([
    ...under.first()?.items ?? [], ...later.value, ...passed.value, ...under.pending(),
  ]))

  const growing = useTask(async () => {
    if (!next.value) return
    const page = await under.more(next.value)
    later.value = [...later.value, ...page.items]
    next.value = page.next
  })

  const keep = (comment: T): void => void (sent.value = [...sent.value, comment])
  const drop = (id: string): void => void (sent.value = sent.value.filter(one => one.id !== id))
  return { comments, next, growing, keep, drop, fold }
}
