/** The articles of covenants named on the page of a post or topic. A part of the page that may fail without a word. */
import { shallowRef, watch } from 'vue'
import { request } from '@/api/http'
import type { Schema } from '@/api/types'
import { useSession } from '@/session'
import { useTask } from './useTask'

export type Cited = Schema<'CitationOut'>

export function useCited(kind: () => 'post' | 'topic', id: () => string) {
  const session = useSession()
  const items = shallowRef<Cited[]>([])
  const reading = useTask(async () => {
    const found = await request<{ items: Cited[] }>('GET', `${session.base}/covenant-citations`, { query: { [kind()]: id() } })
    items.value = found.items
  })
  watch(id, now => now && void reading.run(), { immediate: true })
  return { items, reading }
}
