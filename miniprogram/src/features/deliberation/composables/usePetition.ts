/** The committee's written answer to a petition. */
import { computed, reactive, ref } from 'vue'
import type { Act } from '@/composables/useActs'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { answerPetition } from '../gates'
import type { Topic } from '../types'

const ACT: Act = {
  name: '书面答复联名', act: '公开答复', consequence: '答复在议题页上公开，只能答复一次，不能再改。',
  reason: { label: '答复', placeholder: '是否召开居民会议，什么时候，怎样办', least: 20, most: 500 },
}

export function usePetition(topic: () => Topic, changed: () => void) {
  const session = useSession()
  const open = ref(false)
  const task = useTask(async (text: string) => {
    await answerPetition(session.base, topic().id, text)
    open.value = false
    changed()
  })

  /** The committee owes it; whoever else tries is refused by the server. */
  const owed = computed(() => {
    const { petition } = topic()
    return petition !== null && !petition.text && (session.place?.duties.some(one => one.role === 'committee') ?? false)
  })
  const answering = reactive({
    open: computed(() => open.value ? ACT : undefined),
    busy: computed(() => task.busy),
    failure: computed(() => task.failure),
    run: task.run,
  })
  const ask = () => (open.value = true)
  const close = () => (open.value = false)
  return { act: ACT, owed, ask, close, answering }
}
