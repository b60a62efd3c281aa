/** By whose meeting a covenant may be decided: the ways open now, and why the others are shut. */
import { computed, shallowRef, watch } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { readRoutes, type Routes } from '../api'

/** A covenant is never decided by an opinion poll: these ways alone are told of. */
const OF_COVENANTS = ['C', 'E', 'G']

export function useWays(topicId: () => string, matter: () => string, wanted: () => boolean) {
  const session = useSession()
  const routes = shallowRef<Routes>()
  const reading = useTask(async () => {
    routes.value = undefined
    routes.value = await readRoutes(session.base, topicId(), matter())
  })
  watch(() => [topicId(), matter(), wanted()] as const, () => wanted() && void reading.run(), { immediate: true })

  const ways = computed(() => (routes.value?.items ?? []).filter(one => one.ballot && one.allowed && !one.shut))
  const shut = computed(() => (routes.value?.items ?? [])
    .filter(one => OF_COVENANTS.includes(one.route) && (one.shut ?? one.why_not))
    .map(one => `${one.title}：${one.shut ?? one.why_not}`))
  const least = computed(() => routes.value?.least_days ?? 1)
  return { reading, ways, shut, least }
}
