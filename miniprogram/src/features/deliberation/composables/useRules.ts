/** 为什么有把关: the rules of the gate in words, with this community's own numbers. */
import { computed } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { type GateRules, readRules } from '../gates'

export function useRules() {
  const session = useSession()
  const { subject, state, failure, stale, open } = useSubject<GateRules>(() => readRules(session.base))

  const sections = computed(() => subject.value?.sections ?? [])
  const numbers = computed(() => (subject.value?.settings ?? []).map(one => ({ name: one.title, value: one.text })))
  const figures = computed(() => subject.value?.figures)
  const total = computed(() => (figures.value?.counts ?? []).reduce((sum, one) => sum + one.count, 0))
  return { sections, numbers, figures, total, state, failure, stale, open }
}
