/** Topics under way that another one can be merged into. */
import { computed, shallowRef } from 'vue'
import { useTask } from '@/composables/useTask'
import type { TopicCard } from '@/pages/hall/types'
import { useSession } from '@/session'
import { readOpenTopics } from '../api'

export function useTargets(own: () => string) {
  const session = useSession()
  const topics = shallowRef<TopicCard[]>([])
  const reading = useTask(async () => {
    topics.value = (await readOpenTopics(session.base)).items
  })
  const choices = computed(() => topics.value
    .filter(topic => topic.id !== own())
    .map(topic => ({ value: topic.id, label: topic.title, hint: topic.state_name })))
  return { choices, reading }
}
