/** One application of the reader: how far it is, and what he may do with it. */
import { computed } from 'vue'
import { useActs } from '@/composables/useActs'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { applicationPath, readApplication, readApplications } from '../api'
import type { Application } from '../types'
import { APPLICATION_ACTS, NEXT } from '../words'

/** Without an id the newest one is meant. */
async function read(id: string): Promise<Application> {
  if (id) return readApplication(id)
  const newest = (await readApplications()).sort((one, other) => other.created_at.localeCompare(one.created_at))[0]
  return newest ?? readApplication('0')
}

export function useApplication(id: () => string) {
  const page = useSubject<Application>(() => read(id()), true)
  const application = page.subject
  const session = page.session

  const steps = useSteps<Application>({
    path: () => applicationPath(application.value?.id ?? id()),
    changed: one => (application.value = one),
    reload: page.refresh,
  })
  const acts = useActs(APPLICATION_ACTS, () => application.value?.verbs ?? [], steps.take)

  const next = computed(() => NEXT[application.value?.state ?? ''] ?? '')
  /** Approved since the session was read: what the person is here has changed. */
  async function enter(): Promise<void> {
    await session.loadMe()
    if (application.value) session.choose(application.value.community.id)
    uni.switchTab({ url: '/pages/home/index' })
  }

  return { ...page, application, acts, next, enter, failed: steps.failure }
}
