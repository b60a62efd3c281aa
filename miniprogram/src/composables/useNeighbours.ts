/** The roll as a helper may read it: people of the estates he answers for, by building or surname, masked. */
import { reactive, ref, shallowRef } from 'vue'
import { type Page, request } from '@/api/http'
import { useSession } from '@/session'
import type { Neighbour } from './useOnBehalf'
import { useTask } from './useTask'

export function useNeighbours() {
  const session = useSession()
  const form = reactive({ building: '', name: '' })
  const found = shallowRef<Neighbour[]>()
  const next = ref<string | null>(null)

  const read = async (after?: string): Promise<Neighbour[]> => {
    const query = { building: form.building.trim() || undefined, name: form.name.trim() || undefined, after }
    const page = await request<Page<Neighbour>>('GET', `${session.base}/assistance/members`, { query })
    next.value = page.next
    return page.items
  }
  const searching = useTask(async () => void (found.value = await read()))
  const growing = useTask(async () => {
    const more = await read(next.value ?? undefined)
    found.value = [...found.value ?? [], ...more]
  })
  return { form, found, next, searching, growing }
}
