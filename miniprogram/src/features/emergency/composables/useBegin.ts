/** Switching one on: what it is, for whom, for how long, whom to ring; asked once more before it is done. */
import { computed, reactive, ref } from 'vue'
import { confirm } from '@/composables/useConfirm'
import { useMember } from '@/composables/useMember'
import { useTask } from '@/composables/useTask'
import { beginEmergency, type Draft, readEmergencies } from '../api'
import { KINDS } from '../words'

const SPANS = [6, 12, 24, 48, 72, 120, 168]
const LEAST = 5

export function useBegin() {
  const most = ref(0)
  const { session, state, failure, open } = useMember(async () => {
    most.value = (await readEmergencies(session.base)).most_hours
    if (!draft.hours) draft.hours = String(Math.min(24, most.value))
  })
  const draft = reactive({ kind: 'typhoon', drill: false, estate: '', text: '', hours: '', phoneName: '居委会值班', phone: '' })
  const begun = ref('')

  const estates = computed(() => [{ key: '', name: '全社区' }, ...(session.place?.estates ?? []).map(one => ({ key: one.id, name: one.name }))])
  const spans = computed(() => [...new Set([...SPANS.filter(hours => hours < most.value), most.value])]
    .map(hours => ({ key: String(hours), name: `${hours} 小时` })))
  const ready = computed(() => draft.text.trim().length >= LEAST && most.value > 0)

  const title = computed(() => {
    const kind = draft.kind === 'other' ? '' : KINDS.find(one => one.key === draft.kind)?.name
    return `${draft.drill ? '【演练】' : ''}${kind}应急`
  })
  const body = (): Draft => ({
    kind: draft.kind as Draft['kind'],
    is_drill: draft.drill,
    text: draft.text.trim(),
    hours: Number(draft.hours),
    estate_id: draft.estate || null,
    phones: draft.phone.trim() ? [{ name: draft.phoneName.trim() || '值班电话', number: draft.phone.trim() }] : [],
  })
  const sending = useTask(async () => {
    begun.value = (await beginEmergency(session.base, body())).emergency.id
  })

  /** Answers whether it was begun. */
  async function begin(): Promise<boolean> {
    const where = estates.value.find(one => one.key === draft.estate)?.name ?? ''
    const sure = await confirm({
      title: `启动${title.value}`,
      consequence: `${where}的全部住户马上会收到通知并被请求报平安，${draft.hours} 小时后自动结束。谁启动、什么时候、为什么，会公开。`,
      act: draft.drill ? '启动演练' : '启动应急',
    })
    return sure && sending.run()
  }

  return { state, failure, open, draft, estates, spans, ready, sending, begin, begun }
}
