/** Who hosts a topic, and what the reader may do about it. */
import { computed, reactive, ref } from 'vue'
import type { Act } from '@/composables/useActs'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type HostCandidate, type HostNaming, endHost, findHosts, nameHost, readHosts } from '../hosts'

const WHY = { label: '原因', least: 5, most: 200 }
const ENDS: Record<string, Act> = {
  dismiss: { name: '收回主持', act: '收回', consequence: '这位居民不再主持，原因在议题页公开；以后由工作人员主持，也可以再指定一位。', reason: WHY },
  decline: { name: '辞去主持', act: '辞去', consequence: '您不再主持这个议题，原因在议题页公开，党组织会收到。', reason: WHY },
}
const ENDINGS: Record<string, string> = { dismissed: '党组织收回', declined: '本人辞去' }

/** 「李女士，周书记指定，已由党组织收回：身体不好」 */
export function sayNaming(one: HostNaming): string {
  const who = `${one.name}${one.tag ? `（${one.tag}）` : ''}，由${one.by}指定${one.reason ? `：${one.reason}` : ''}`
  return one.ending ? `${who}。${ENDINGS[one.ending]}：${one.end_reason}` : who
}

export function useHost(id: () => string, changed: () => void) {
  const session = useSession()
  const naming = ref(false)
  const asked = ref('')
  const found = ref<HostCandidate[]>([])
  const namings = ref<HostNaming[]>([])
  const form = reactive({ membership_id: '', tag: '', reason: '' })

  const finding = useTask(async (q: string) => {
    found.value = (await findHosts(session.base, id(), q)).items
  })
  const reading = useTask(async () => {
    namings.value = (await readHosts(session.base, id())).items
  })
  const saving = useTask(async () => {
    await nameHost(session.base, id(), { ...form })
    naming.value = false
    changed()
  })
  const ending = useTask(async (reason: string) => {
    await endHost(session.base, id(), asked.value === 'dismiss' ? 'dismissal' : 'decline', reason)
    asked.value = ''
    changed()
  })

  function begin(): void {
    Object.assign(form, { membership_id: '', tag: '', reason: '' })
    found.value = []
    naming.value = true
    void finding.run('')
  }

  return { naming, asked, found, namings, form, finding, reading, saving, ending, begin, act: computed(() => ENDS[asked.value]) }
}
