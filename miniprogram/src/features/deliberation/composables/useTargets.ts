/** Topics that another one can be merged into: the server says which. */
import { computed, shallowRef } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { readMergeTargets } from '../api'

export function useTargets(own: () => string) {
  const session = useSession()
  const topics = shallowRef<{ id: string, title: string, state_name: string }[]>([])
  const reading = useTask(async () => {
    topics.value = (await readMergeTargets(session.base, own())).items
  })
  const choices = computed(() => topics.value.map(topic => ({ value: topic.id, label: topic.title, hint: topic.state_name })))
  return { choices, reading }
}
