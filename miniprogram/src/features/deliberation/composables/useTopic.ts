/** A topic on screen: what is read, the stance at once, and each step confirmed by the server. */
import { computed } from 'vue'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import type { Stance } from '@/pages/hall/types'
import { useSession } from '@/session'
import { readTopic, takeStance, topicPath } from '../api'
import type { TopicPage } from '../types'

/** The page as it will be once the server has the stance. */
export function withStance(page: TopicPage, stance: Stance): TopicPage {
  const before = page.mine.stance
  const stances = { ...page.topic.stances }
  if (before) stances[before] -= 1
  stances[stance] += 1
  return { ...page, topic: { ...page.topic, stances }, mine: { ...page.mine, stance } }
}

export function useTopic(id: () => string) {
  const session = useSession()
  const read = useSubject(() => readTopic(session.base, id()))
  const { subject } = read

  const steps = useSteps<TopicPage>({
    path: () => topicPath(session.base, id()),
    changed: page => (subject.value = page),
    reload: read.refresh,
  })

  const stating = useTask(async (stance: Stance) => {
    const before = subject.value
    if (!before || before.mine.stance === stance) return
    subject.value = withStance(before, stance)
    try {
      const { stances } = await takeStance(session.base, id(), stance)
      const now = subject.value!
      subject.value = { ...now, topic: { ...now.topic, stances } }
    }
    catch (error) {
      subject.value = before
      throw error
    }
  })

  const topic = computed(() => subject.value?.topic)
  const mine = computed(() => subject.value?.mine)
  return { ...read, topic, mine, steps, stating }
}
