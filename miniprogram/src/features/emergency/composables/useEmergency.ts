/** One emergency on screen: my home's answer, my help, what the 街镇 may do with it. */
import { computed } from 'vue'
import { useActs } from '@/composables/useActs'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type Answer, answerRoll, type EmergencyPage, pathOf, readEmergency, signOff, signOn } from '../api'
import { switchActs } from '../words'

export function useEmergency(id: () => string) {
  const session = useSession()
  const page = useSubject<EmergencyPage>(() => readEmergency(session.base, id()))
  const { subject, refresh } = page
  const base = () => session.base
  const running = computed(() => subject.value?.emergency.state === 'running')

  const steps = useSteps<EmergencyPage>({ path: () => pathOf(base(), id()), changed: one => (subject.value = one), reload: refresh })
  const acts = useActs(() => switchActs(subject.value?.most_hours ?? 0), () => subject.value?.mine.verbs ?? [], steps.take)

  const answering = useTask(async (home: string, answer: Answer) => {
    subject.value = await answerRoll(base(), id(), home, answer)
  })
  const helping = useTask(async (skills: string[]) => {
    subject.value = await (skills.length ? signOn(base(), id(), skills) : signOff(base(), id()))
  })

  return { ...page, running, acts, answering, helping, stepping: steps.busy, failed: steps.failure }
}
