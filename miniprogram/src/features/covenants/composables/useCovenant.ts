/** One covenant, one version of it on screen, and the steps the reader may take. */
import { computed, ref } from 'vue'
import { useActs } from '@/composables/useActs'
import { useSteps } from '@/composables/useSteps'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { type Covenant, covenantPath, readCovenant, readCovenants, type Vote } from '../api'
import { STEPS } from '../words'

export interface Wanted {
  id: string
  version?: number | undefined
  /** Instead of the id: the topic that drafts it or votes on it. */
  topic?: string
}

export function useCovenant(wanted: () => Wanted) {
  const session = useSession()
  const chosen = ref<number>()
  const read = useSubject(async () => {
    const { id, version, topic } = wanted()
    const open = topic ? (await readCovenants(session.base)).items.find(one => one.open?.topic_id === topic) : undefined
    return readCovenant(session.base, open?.id ?? id, chosen.value ?? open?.open?.version ?? version)
  })
  const covenant = read.subject

  const versions = computed(() => (covenant.value?.versions ?? [])
    .map(one => ({ key: String(one.version), name: `第 ${one.version} 版 ${one.state_name}` })))

  async function pick(key: string): Promise<void> {
    chosen.value = Number(key)
    await read.open()
  }

  function changed(answer: Covenant): void {
    chosen.value = answer.version
    covenant.value = answer
  }

  const stepping = useSteps<Covenant>({ path: () => covenantPath(session.base, covenant.value?.id ?? wanted().id), changed, reload: read.refresh })
  const verbs = computed(() => covenant.value?.mine.verbs ?? [])
  const shut = computed(() => verbs.value.filter(one => one.shut && one.verb in STEPS).map(one => `${one.name}：${one.shut}`))
  /** Steps that are taken on the topic's pages: their names. */
  const besides = computed(() => verbs.value.filter(one => !one.shut && !(one.verb in STEPS)).map(one => one.name).join('、'))
  const offered = computed(() => {
    const mine = covenant.value?.mine
    if (!mine) return []
    return [
      ...mine.verbs.filter(one => !one.shut).map(one => one.verb),
      ...mine.may_file ? ['file'] : [],
      ...mine.may_review ? ['note_review'] : [],
    ]
  })
  const acts = useActs(STEPS, () => offered.value, stepping.take)
  const handIn = (ballot: Vote) => stepping.take('submit', { ballot })
  return { ...read, covenant, versions, pick, stepping, shut, besides, acts, handIn }
}
