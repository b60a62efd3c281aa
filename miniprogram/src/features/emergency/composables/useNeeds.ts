/** Needs on screen: asking, helping, and for the desk sending somebody. */
import { computed, ref } from 'vue'
import { ApiError } from '@/api/http'
import type { Act } from '@/composables/useActs'
import { confirm } from '@/composables/useConfirm'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { askForHelp, type EmergencyPage, type Need, readEmergency, readNeeds, readVolunteers, stepNeed, type Volunteer } from '../api'
import { NEED_ACTS } from '../words'

interface Known { page: EmergencyPage, needs: Need[] }
type Fields = { note?: string, volunteer_id?: string }

export function useNeeds(id: () => string) {
  const session = useSession()
  const base = () => session.base
  const known = useSubject<Known>(async () => {
    const [page, read] = await Promise.all([readEmergency(base(), id()), readNeeds(base(), id())])
    return { page, needs: read.items }
  })
  const { subject, refresh } = known
  const show = (needs: Need[]) => (subject.value = { ...subject.value!, needs })

  const needs = computed(() => subject.value?.needs ?? [])
  const homes = computed(() => subject.value?.page.mine.homes ?? [])
  const running = computed(() => subject.value?.page.emergency.state === 'running')
  /** Whether the reader is here to help and not only to ask. */
  const helps = computed(() => subject.value?.page.mine.desk || subject.value?.page.mine.volunteer != null)

  const asking = useTask(async (home_id: string, kind: string, text: string) => {
    show((await askForHelp(base(), id(), { home_id, kind, text })).items)
  })

  /** What is being asked about: which need, which verb. */
  const chosen = ref<{ need: string, verb: string }>()
  const volunteers = ref<Volunteer[]>([])
  const act = computed<Act | undefined>(() => {
    const word = chosen.value && NEED_ACTS[chosen.value.verb]
    return word?.reason && word
  })
  const sending = computed(() => chosen.value?.verb === 'dispatch')

  const stepping = useTask(async (need: string, verb: string, fields: Fields) => {
    try {
      show((await stepNeed(base(), need, { verb, ...fields })).items)
      chosen.value = undefined
    }
    catch (error) {
      if (error instanceof ApiError && error.conflict) await refresh()
      throw error
    }
  })

  const listing = useTask(async () => {
    volunteers.value = (await readVolunteers(base(), id())).items
  })

  async function press(need: string, verb: string): Promise<void> {
    const word = NEED_ACTS[verb]
    if (!word || stepping.busy) return
    stepping.failure = ''
    if (verb === 'dispatch' && !await listing.run()) return
    if (verb === 'dispatch' || word.reason) {
      chosen.value = { need, verb }
      return
    }
    if (!word.act || await confirm({ title: word.name, consequence: word.consequence ?? '', act: word.act }))
      await stepping.run(need, verb, {})
  }

  const give = (fields: Fields) => stepping.run(chosen.value!.need, chosen.value!.verb, fields)
  const close = () => (chosen.value = undefined)
  const failed = computed(() => listing.failure || stepping.failure)
  return { ...known, needs, homes, running, helps, asking, act, sending, volunteers, stepping, failed, press, give, close }
}
