/** Party offices of other units whom the 街镇 may name for one topic. */
import { computed, shallowRef } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type Keepers, readKeepers } from '../gates'

export function useKeepers(id: () => string) {
  const session = useSession()
  const found = shallowRef<Keepers>()
  const reading = useTask(async () => {
    found.value = await readKeepers(session.base, id())
  })
  const choices = computed(() => (found.value?.items ?? [])
    .map(one => ({ value: one.id, label: `${one.name}（${one.role}）`, hint: one.org })))
  return { choices, reading }
}
